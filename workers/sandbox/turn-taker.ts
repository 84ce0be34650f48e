/** About ten milliseconds of work. */
const STEPS_BETWEEN_TURNS = 3_000_000;

/**
 * Runs are synchronous, and promises alone never let the event loop turn: a batch of deliveries with slow scripts would
 * keep every other request of the isolate waiting until its last one. After some work the next run waits for its turn.
 */
export class TurnTaker {
  #steps = 0;

  async turn(): Promise<void> {
    if (this.#steps < STEPS_BETWEEN_TURNS) return;
    this.#steps = 0;
    await scheduler.wait(0);
  }

  worked(steps: number): void {
    this.#steps += steps;
  }
}
