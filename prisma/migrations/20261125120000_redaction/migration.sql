-- Words can be taken out of an entry and of every snapshot of it in the log. The line that says so names the snapshots and their new digests.

-- AlterEnum
ALTER TYPE "change_kind" ADD VALUE 'REDACTED';

-- AlterTable
ALTER TABLE "change" ADD COLUMN "redacts" JSON;
