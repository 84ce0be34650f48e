CREATE TABLE `circuit_states` (
	`org_id` text NOT NULL,
	`integration_id` text NOT NULL,
	`phase` text NOT NULL,
	`since` integer NOT NULL,
	`cause` text NOT NULL,
	`reason` text,
	`changed_by` text,
	`rests_until` integer,
	`trips` integer NOT NULL,
	PRIMARY KEY(`org_id`, `integration_id`)
) WITHOUT ROWID;
