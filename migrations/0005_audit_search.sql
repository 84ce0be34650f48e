DROP INDEX `audit_entries_action`;--> statement-breakpoint
DROP INDEX `audit_entries_actor`;--> statement-breakpoint
DROP INDEX `audit_entries_target`;--> statement-breakpoint
CREATE INDEX `audit_entries_time` ON `audit_entries` (`org_id`,`at`,`seq`);--> statement-breakpoint
-- By hand: drizzle-kit knows no virtual tables. `rowid` is audit_entries.number. Contentless: the text stands in
-- audit_entries already. `facets` are hashed exact values, the organization first (domain/audit/audit-filter.ts).
CREATE VIRTUAL TABLE `audit_search` USING fts5(`facets`, `body`, content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 2');
