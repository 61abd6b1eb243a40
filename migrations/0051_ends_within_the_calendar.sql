-- Ends that no screen can say, from before they were bounded (ten years ahead at most): they come to the latest that can be chosen now.
update grant_ends set ends_at = now() + interval '10 years' where ends_at >= '9999-12-30 00:00:00+00';
