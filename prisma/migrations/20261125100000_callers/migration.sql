-- Idempotency keys hold for a token, and several tokens may bear one name: a key belongs to the caller, no more to the editor's name.
ALTER TABLE "idempotency_key" RENAME COLUMN "editor" TO "caller";

-- Tokens that are kept are known by their hashes. Those of the environment are not known here: their keys of the last 30 days are forgotten.
UPDATE "idempotency_key" k SET "caller" = encode(t."hash", 'hex') FROM "access_token" t WHERE t."name" = k."caller";
