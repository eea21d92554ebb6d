-- Written by hand. Finds what was copied to a person: only events of that type are kept in this index.
CREATE INDEX "event_copies_idx" ON "event" USING gin (("data" -> 'people') jsonb_path_ops) WHERE "type" = 'CopiesSent';
