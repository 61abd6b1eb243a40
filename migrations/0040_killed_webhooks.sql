-- The kill switch ends what whoever held the secret asked to be told: each address stands in the receipt, and is sent nothing until somebody saves it again.
alter table webhook_subscriptions drop constraint webhook_subscriptions_reason_check;
alter table webhook_subscriptions add constraint webhook_subscriptions_reason_check check (reason in ('gone', 'killed'));

-- callback: where webhooks of ours went; its host stands in the detail.
alter table receipt_lines drop constraint receipt_lines_kind_check;
alter table receipt_lines add constraint receipt_lines_kind_check check (kind in ('token', 'secret', 'account', 'webhook', 'callback'));
