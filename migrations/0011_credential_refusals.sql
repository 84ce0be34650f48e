ALTER TABLE `credentials` ADD `authorization_refusal` text;--> statement-breakpoint
ALTER TABLE `oauth_authorizations` ADD `return_url` text;