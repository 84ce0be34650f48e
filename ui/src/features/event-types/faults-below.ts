interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** What was refused at a member of a body and below it, with pointers that lead into the member. */
export function faultsBelow(member: string, errors: readonly Fault[]): readonly Fault[] {
  return errors
    .filter(({ pointer }) => pointer === member || pointer.startsWith(`${member}/`))
    .map(({ pointer, message }) => ({ pointer: pointer.slice(member.length), message }));
}
