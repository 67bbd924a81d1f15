-- The whole record. Runs on PostgreSQL 15 to 18.

-- Filters by a part of a name.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "entry_type" AS ENUM ('PERSON', 'ORGANIZATION', 'LOCATION', 'SOURCE', 'NEGOTIATION', 'PROPOSAL', 'EVENT', 'STATEMENT', 'NEGOTIATION_STATUS_UPDATE');

-- CreateEnum
CREATE TYPE "change_kind" AS ENUM ('ADDED', 'UPDATED', 'RETRACTED', 'REINSTATED');

-- CreateEnum
CREATE TYPE "text_access" AS ENUM ('EVERYONE', 'EDITORS');

-- CreateEnum
CREATE TYPE "verification" AS ENUM ('UNVERIFIED', 'CORROBORATED', 'CONFIRMED', 'DISPUTED');

-- CreateEnum
CREATE TYPE "date_precision" AS ENUM ('INSTANT', 'DAY', 'RANGE', 'WEEK', 'MONTH', 'YEAR', 'BEFORE', 'AFTER', 'APPROXIMATE', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "organization_kind" AS ENUM ('STATE', 'GOVERNMENT_BODY', 'ARMED_FORCES', 'ARMED_GROUP', 'INTERNATIONAL_ORGANIZATION', 'POLITICAL_GROUP', 'MEDIA', 'COMPANY', 'CIVIL_SOCIETY', 'OTHER');

-- CreateEnum
CREATE TYPE "location_kind" AS ENUM ('VENUE', 'CITY', 'REGION', 'COUNTRY', 'SEA', 'ONLINE', 'OTHER');

-- CreateEnum
CREATE TYPE "geo_resolution" AS ENUM ('SUB_CITY', 'CITY', 'DISTRICT', 'PROVINCE', 'FUZZY', 'COUNTRY', 'INTERNATIONAL', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "source_kind" AS ENUM ('NEWS_ARTICLE', 'NEWS_MEDIA', 'OFFICIAL_DOCUMENT', 'OFFICIAL_STATEMENT', 'PRESS_BRIEFING', 'SPOKEN_REMARKS', 'SOCIAL_MEDIA_POST', 'INTERVIEW', 'VIDEO', 'BROADCAST', 'DATASET', 'OTHER');

-- CreateEnum
CREATE TYPE "event_type" AS ENUM ('AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT');

-- CreateEnum
CREATE TYPE "factuality" AS ENUM ('OCCURRED', 'ONGOING', 'REPORTED', 'CLAIMED', 'PLANNED', 'POSTPONED', 'POSSIBLE', 'CANCELLED', 'DENIED');

-- CreateEnum
CREATE TYPE "measure" AS ENUM ('KILLED', 'INJURED', 'MISSING', 'DISPLACED', 'CAPTURED', 'RELEASED', 'VOTES_FOR', 'VOTES_AGAINST', 'OTHER');

-- CreateEnum
CREATE TYPE "participant_role" AS ENUM ('ACTOR', 'RECIPIENT', 'SIGNATORY', 'HOST', 'MEDIATOR', 'GUARANTOR', 'WITNESS', 'PRESENT');

-- CreateEnum
CREATE TYPE "negotiation_role" AS ENUM ('PARTY', 'MEDIATOR', 'SPONSOR', 'HOST', 'GUARANTOR', 'OBSERVER');

-- CreateEnum
CREATE TYPE "event_link_type" AS ENUM ('RESULT_OF', 'REVERSES', 'FOLLOWS', 'FIRST_SINCE', 'RESPONSE_TO', 'FULFILS', 'POSTPONES', 'CANCELS');

-- CreateEnum
CREATE TYPE "quote_type" AS ENUM ('DIRECT', 'MIXED', 'INDIRECT', 'NONE');

-- CreateEnum
CREATE TYPE "speech_act" AS ENUM ('ANNOUNCE', 'CONFIRM', 'REPORT', 'CLAIM', 'STATE_POSITION', 'STATE_POSSIBILITY', 'EVALUATE', 'QUALIFY', 'REQUEST', 'DEMAND_RESPONSE', 'ORDER', 'THREATEN', 'PROMISE', 'DENY', 'REJECT', 'RETRACT', 'DECLINED_TO_SPECIFY', 'NO_COMMENT_TO_DATE');

-- CreateEnum
CREATE TYPE "attribution" AS ENUM ('ON_RECORD', 'INSTITUTION', 'ANONYMOUS', 'SECOND_HAND', 'AMBIGUOUS');

-- CreateEnum
CREATE TYPE "medium" AS ENUM ('SPOKEN_REMARKS', 'PRESS_BRIEFING', 'INTERVIEW', 'SPEECH', 'SOCIAL_MEDIA_POST', 'WRITTEN_STATEMENT', 'READOUT', 'VIDEO', 'UNSPECIFIED');

-- CreateEnum
CREATE TYPE "negotiation_stage" AS ENUM ('PRE_NEGOTIATION', 'CEASEFIRE', 'PARTIAL_FRAMEWORK', 'COMPREHENSIVE_FRAMEWORK', 'IMPLEMENTATION', 'RENEWAL', 'OTHER');

-- CreateEnum
CREATE TYPE "ceasefire_class" AS ENUM ('CESSATION_OF_HOSTILITIES', 'PRELIMINARY', 'DEFINITIVE', 'UNCLEAR');

-- CreateEnum
CREATE TYPE "proposal_status" AS ENUM ('FLOATED', 'PROPOSED', 'PARTIALLY_ACCEPTED', 'AGREED', 'SIGNED', 'RATIFIED', 'IN_EFFECT', 'VIOLATED', 'SUSPENDED', 'EXPIRED', 'ENDED', 'REJECTED', 'WITHDRAWN', 'SUPERSEDED');

-- CreateEnum
CREATE TYPE "position" AS ENUM ('PROPOSES', 'ACCEPTS', 'ACCEPTS_WITH_CONDITIONS', 'LEANS_ACCEPT', 'UNDER_REVIEW', 'COUNTER_PROPOSES', 'LEANS_REJECT', 'REJECTS', 'WITHDREW_ACCEPTANCE', 'NO_PUBLIC_POSITION');

-- CreateEnum
CREATE TYPE "status_update_kind" AS ENUM ('TALKS_HELD', 'TALKS_POSTPONED', 'TALKS_SUSPENDED', 'TALKS_RESUMED', 'TALKS_BROKE_DOWN', 'PROPOSAL_MADE', 'POSITION_CHANGED', 'AWAITING_RESPONSE', 'CONTACT_MADE', 'CONTACT_POSSIBLE', 'NEXT_ROUND_ANNOUNCED', 'DEADLINE_SET', 'SIGNAL', 'CALL_TO_ACCEPT', 'PRESSURE_APPLIED', 'PRESSURE_LIFTED', 'HOSTILITIES_CONTINUE', 'CEASEFIRE_DECLARED', 'CEASEFIRE_IN_EFFECT', 'CEASEFIRE_VIOLATED', 'CEASEFIRE_ENDED', 'AGREEMENT_REACHED', 'AGREEMENT_SIGNED', 'AGREEMENT_RATIFIED', 'RATIFICATION_FAILED', 'COMMITMENT_FULFILLED', 'NO_POSITION_YET', 'OTHER');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('READER', 'EDITOR', 'ADMIN');

-- CreateTable
CREATE TABLE "entry" (
    "id" UUID NOT NULL,
    "type" "entry_type" NOT NULL,
    "number" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 0,
    "last_sequence" INTEGER,
    "retracted_at" TIMESTAMPTZ(3),
    "verification" "verification" NOT NULL,
    "negotiation_id" UUID,
    "date_edtf" TEXT,
    "date_earliest" TIMESTAMPTZ(3),
    "date_latest" TIMESTAMPTZ(3),
    "date_precision" "date_precision",
    "date_as_reported" TEXT,
    "date_inferred" BOOLEAN,
    "ordered_at" TIMESTAMPTZ(3),
    "sort_name" TEXT COLLATE "C",
    "folded_names" TEXT,
    "search" tsvector,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "citation" (
    "entry_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "source_id" UUID NOT NULL,
    "exact" TEXT,
    "start" INTEGER,
    "end" INTEGER,
    "locator" TEXT,

    CONSTRAINT "citation_pkey" PRIMARY KEY ("entry_id","ordinal")
);

-- CreateTable
CREATE TABLE "identifier" (
    "entry_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "scheme" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "identifier_pkey" PRIMARY KEY ("entry_id","ordinal")
);

-- CreateTable
CREATE TABLE "change" (
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" "change_kind" NOT NULL,
    "entry_type" "entry_type" NOT NULL,
    "entry_id" UUID NOT NULL,
    "negotiation_ids" UUID[],
    "editor" TEXT NOT NULL,
    "reason" TEXT,
    "changed_fields" TEXT[],
    "snapshot" JSON NOT NULL,
    "digest" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "log_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hash" BYTEA NOT NULL,
    "epoch" TEXT NOT NULL,
    "database" TEXT NOT NULL,

    CONSTRAINT "log_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "editor" TEXT NOT NULL,
    "mutation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input" BYTEA NOT NULL,
    "entry_id" UUID,
    "sequence" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("editor","mutation","key")
);

-- CreateTable
CREATE TABLE "access_token" (
    "hash" BYTEA NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "access_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "publisher" TEXT,
    "folded_publisher" TEXT,
    "kind" "source_kind" NOT NULL,
    "url" TEXT,
    "archived_url" TEXT,
    "language" TEXT,
    "licence" TEXT,
    "text" TEXT,
    "text_access" "text_access" NOT NULL,
    "revision_of_id" UUID,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "location" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "kind" "location_kind" NOT NULL,
    "country_code" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "resolution" "geo_resolution" NOT NULL,
    "part_of_id" UUID,

    CONSTRAINT "location_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "kind" "organization_kind" NOT NULL,
    "country_code" TEXT,
    "part_of_id" UUID,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "person_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "title" TEXT,
    "since" JSONB,
    "until" JSONB,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("person_id","ordinal")
);

-- CreateTable
CREATE TABLE "negotiation" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT,
    "conflict" TEXT,
    "stage" "negotiation_stage" NOT NULL,
    "closed_on" JSONB,

    CONSTRAINT "negotiation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "negotiation_party" (
    "negotiation_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "role" "negotiation_role" NOT NULL,

    CONSTRAINT "negotiation_party_pkey" PRIMARY KEY ("negotiation_id","ordinal")
);

-- CreateTable
CREATE TABLE "proposal" (
    "id" UUID NOT NULL,
    "negotiation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT,
    "duration_days" INTEGER,
    "ceasefire_class" "ceasefire_class",
    "part_of_id" UUID,
    "revision_of_id" UUID,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT,
    "type" "event_type",
    "modes" TEXT[],
    "contexts" TEXT[],
    "factuality" "factuality" NOT NULL,
    "part_of_id" UUID,
    "outcome" TEXT,
    "negotiation_id" UUID,
    "proposal_id" UUID,
    "fingerprint" TEXT,
    "twin" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_location" (
    "event_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "location_id" UUID NOT NULL,

    CONSTRAINT "event_location_pkey" PRIMARY KEY ("event_id","ordinal")
);

-- CreateTable
CREATE TABLE "participation" (
    "event_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "actor_id" UUID,
    "role" "participant_role" NOT NULL,
    "on_behalf_of_id" UUID,
    "description" TEXT,
    "identified" BOOLEAN NOT NULL,

    CONSTRAINT "participation_pkey" PRIMARY KEY ("event_id","ordinal")
);

-- CreateTable
CREATE TABLE "event_link" (
    "event_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "type" "event_link_type" NOT NULL,
    "linked_id" UUID NOT NULL,
    "note" TEXT,

    CONSTRAINT "event_link_pkey" PRIMARY KEY ("event_id","ordinal")
);

-- CreateTable
CREATE TABLE "figure" (
    "event_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "measure" "measure" NOT NULL,
    "best" INTEGER,
    "low" INTEGER,
    "high" INTEGER,
    "as_reported" TEXT,
    "attributed_to_id" UUID,

    CONSTRAINT "figure_pkey" PRIMARY KEY ("event_id","ordinal")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" UUID NOT NULL,
    "speaker_id" UUID,
    "speaker_title" TEXT,
    "on_behalf_of_id" UUID,
    "quote_type" "quote_type" NOT NULL,
    "speech_act" "speech_act" NOT NULL,
    "attribution" "attribution" NOT NULL,
    "content" TEXT NOT NULL,
    "language" TEXT,
    "location_id" UUID,
    "medium" "medium" NOT NULL,
    "platform" TEXT,
    "audience" TEXT,
    "topics" TEXT[],
    "at_event_id" UUID,
    "proposal_id" UUID,
    "negotiation_id" UUID,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "joint_speaker" (
    "statement_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "actor_id" UUID NOT NULL,

    CONSTRAINT "joint_speaker_pkey" PRIMARY KEY ("statement_id","ordinal")
);

-- CreateTable
CREATE TABLE "quote" (
    "statement_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "exact" TEXT NOT NULL,
    "source_id" UUID,
    "start" INTEGER,
    "end" INTEGER,
    "verified" BOOLEAN NOT NULL,
    "insertions" TEXT[],

    CONSTRAINT "quote_pkey" PRIMARY KEY ("statement_id","ordinal")
);

-- CreateTable
CREATE TABLE "statement_event" (
    "statement_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,

    CONSTRAINT "statement_event_pkey" PRIMARY KEY ("statement_id","ordinal")
);

-- CreateTable
CREATE TABLE "statement_via" (
    "statement_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "source_id" UUID NOT NULL,

    CONSTRAINT "statement_via_pkey" PRIMARY KEY ("statement_id","ordinal")
);

-- CreateTable
CREATE TABLE "negotiation_status_update" (
    "id" UUID NOT NULL,
    "negotiation_id" UUID NOT NULL,
    "kind" "status_update_kind" NOT NULL,
    "summary" TEXT NOT NULL,
    "party_id" UUID,
    "counts_for_id" UUID,
    "person_id" UUID,
    "proposal_id" UUID,
    "position" "position",
    "proposal_status" "proposal_status",
    "corrects_id" UUID,

    CONSTRAINT "negotiation_status_update_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "status_evidence_statement" (
    "status_update_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "statement_id" UUID NOT NULL,

    CONSTRAINT "status_evidence_statement_pkey" PRIMARY KEY ("status_update_id","ordinal")
);

-- CreateTable
CREATE TABLE "status_evidence_event" (
    "status_update_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,

    CONSTRAINT "status_evidence_event_pkey" PRIMARY KEY ("status_update_id","ordinal")
);

-- CreateIndex
CREATE UNIQUE INDEX "entry_number_key" ON "entry"("number");

-- CreateIndex
CREATE INDEX "entry_type_number_idx" ON "entry"("type", "number");

-- CreateIndex
CREATE INDEX "entry_type_sort_name_number_idx" ON "entry"("type", "sort_name", "number");

-- CreateIndex
CREATE INDEX "entry_folded_names_idx" ON "entry" USING GIN ("folded_names" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "entry_search_idx" ON "entry" USING GIN ("search");

-- CreateIndex
CREATE INDEX "entry_negotiation_id_type_idx" ON "entry"("negotiation_id", "type");

-- CreateIndex
CREATE INDEX "entry_type_date_earliest_idx" ON "entry"("type", "date_earliest");

-- CreateIndex
CREATE INDEX "entry_type_date_latest_idx" ON "entry"("type", "date_latest");

-- CreateIndex
CREATE INDEX "entry_type_verification_idx" ON "entry"("type", "verification");

-- CreateIndex
CREATE INDEX "citation_source_id_entry_id_idx" ON "citation"("source_id", "entry_id");

-- CreateIndex
CREATE INDEX "identifier_scheme_value_idx" ON "identifier"("scheme", "value");

-- CreateIndex
CREATE INDEX "change_entry_id_sequence_idx" ON "change"("entry_id", "sequence");

-- CreateIndex
CREATE INDEX "change_entry_type_sequence_idx" ON "change"("entry_type", "sequence");

-- CreateIndex
CREATE INDEX "change_kind_sequence_idx" ON "change"("kind", "sequence");

-- CreateIndex
CREATE INDEX "change_negotiation_ids_idx" ON "change" USING GIN ("negotiation_ids");

-- CreateIndex
CREATE INDEX "change_at_sequence_idx" ON "change"("at", "sequence");

-- CreateIndex
CREATE INDEX "idempotency_key_at_idx" ON "idempotency_key"("at");

-- CreateIndex
CREATE UNIQUE INDEX "access_token_name_key" ON "access_token"("name");

-- CreateIndex
CREATE INDEX "source_kind_idx" ON "source"("kind");

-- CreateIndex
CREATE INDEX "source_url_idx" ON "source" USING HASH ("url");

-- CreateIndex
CREATE INDEX "source_archived_url_idx" ON "source" USING HASH ("archived_url");

-- CreateIndex
CREATE INDEX "source_folded_publisher_idx" ON "source" USING GIN ("folded_publisher" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "source_revision_of_id_idx" ON "source"("revision_of_id");

-- CreateIndex
CREATE INDEX "location_kind_idx" ON "location"("kind");

-- CreateIndex
CREATE INDEX "location_country_code_idx" ON "location"("country_code");

-- CreateIndex
CREATE INDEX "location_latitude_longitude_idx" ON "location"("latitude", "longitude");

-- CreateIndex
CREATE INDEX "location_part_of_id_idx" ON "location"("part_of_id");

-- CreateIndex
CREATE INDEX "organization_kind_idx" ON "organization"("kind");

-- CreateIndex
CREATE INDEX "organization_country_code_idx" ON "organization"("country_code");

-- CreateIndex
CREATE INDEX "organization_part_of_id_idx" ON "organization"("part_of_id");

-- CreateIndex
CREATE INDEX "membership_organization_id_person_id_idx" ON "membership"("organization_id", "person_id");

-- CreateIndex
CREATE INDEX "negotiation_stage_idx" ON "negotiation"("stage");

-- CreateIndex
CREATE INDEX "negotiation_party_organization_id_idx" ON "negotiation_party"("organization_id");

-- CreateIndex
CREATE INDEX "proposal_negotiation_id_idx" ON "proposal"("negotiation_id");

-- CreateIndex
CREATE INDEX "proposal_part_of_id_idx" ON "proposal"("part_of_id");

-- CreateIndex
CREATE INDEX "proposal_revision_of_id_idx" ON "proposal"("revision_of_id");

-- CreateIndex
CREATE INDEX "event_type_idx" ON "event"("type");

-- CreateIndex
CREATE INDEX "event_factuality_idx" ON "event"("factuality");

-- CreateIndex
CREATE INDEX "event_part_of_id_idx" ON "event"("part_of_id");

-- CreateIndex
CREATE INDEX "event_negotiation_id_idx" ON "event"("negotiation_id");

-- CreateIndex
CREATE INDEX "event_proposal_id_idx" ON "event"("proposal_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_fingerprint_twin_key" ON "event"("fingerprint", "twin");

-- CreateIndex
CREATE INDEX "event_location_location_id_event_id_idx" ON "event_location"("location_id", "event_id");

-- CreateIndex
CREATE INDEX "participation_actor_id_event_id_idx" ON "participation"("actor_id", "event_id");

-- CreateIndex
CREATE INDEX "participation_on_behalf_of_id_idx" ON "participation"("on_behalf_of_id");

-- CreateIndex
CREATE INDEX "event_link_linked_id_event_id_idx" ON "event_link"("linked_id", "event_id");

-- CreateIndex
CREATE INDEX "figure_attributed_to_id_idx" ON "figure"("attributed_to_id");

-- CreateIndex
CREATE INDEX "statement_speaker_id_idx" ON "statement"("speaker_id");

-- CreateIndex
CREATE INDEX "statement_on_behalf_of_id_idx" ON "statement"("on_behalf_of_id");

-- CreateIndex
CREATE INDEX "statement_quote_type_idx" ON "statement"("quote_type");

-- CreateIndex
CREATE INDEX "statement_speech_act_idx" ON "statement"("speech_act");

-- CreateIndex
CREATE INDEX "statement_attribution_idx" ON "statement"("attribution");

-- CreateIndex
CREATE INDEX "statement_medium_idx" ON "statement"("medium");

-- CreateIndex
CREATE INDEX "statement_topics_idx" ON "statement" USING GIN ("topics");

-- CreateIndex
CREATE INDEX "statement_location_id_idx" ON "statement"("location_id");

-- CreateIndex
CREATE INDEX "statement_at_event_id_idx" ON "statement"("at_event_id");

-- CreateIndex
CREATE INDEX "statement_proposal_id_idx" ON "statement"("proposal_id");

-- CreateIndex
CREATE INDEX "statement_negotiation_id_idx" ON "statement"("negotiation_id");

-- CreateIndex
CREATE INDEX "joint_speaker_actor_id_statement_id_idx" ON "joint_speaker"("actor_id", "statement_id");

-- CreateIndex
CREATE INDEX "quote_source_id_statement_id_idx" ON "quote"("source_id", "statement_id");

-- CreateIndex
CREATE INDEX "statement_event_event_id_statement_id_idx" ON "statement_event"("event_id", "statement_id");

-- CreateIndex
CREATE INDEX "statement_via_source_id_idx" ON "statement_via"("source_id");

-- CreateIndex
CREATE INDEX "negotiation_status_update_negotiation_id_kind_idx" ON "negotiation_status_update"("negotiation_id", "kind");

-- CreateIndex
CREATE INDEX "negotiation_status_update_kind_idx" ON "negotiation_status_update"("kind");

-- CreateIndex
CREATE INDEX "negotiation_status_update_party_id_idx" ON "negotiation_status_update"("party_id");

-- CreateIndex
CREATE INDEX "negotiation_status_update_counts_for_id_idx" ON "negotiation_status_update"("counts_for_id");

-- CreateIndex
CREATE INDEX "negotiation_status_update_person_id_idx" ON "negotiation_status_update"("person_id");

-- CreateIndex
CREATE INDEX "negotiation_status_update_proposal_id_idx" ON "negotiation_status_update"("proposal_id");

-- CreateIndex
CREATE INDEX "negotiation_status_update_corrects_id_idx" ON "negotiation_status_update"("corrects_id");

-- CreateIndex
CREATE INDEX "status_evidence_statement_statement_id_idx" ON "status_evidence_statement"("statement_id");

-- CreateIndex
CREATE INDEX "status_evidence_event_event_id_idx" ON "status_evidence_event"("event_id");

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identifier" ADD CONSTRAINT "identifier_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change" ADD CONSTRAINT "change_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_revision_of_id_fkey" FOREIGN KEY ("revision_of_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "location" ADD CONSTRAINT "location_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "location" ADD CONSTRAINT "location_part_of_id_fkey" FOREIGN KEY ("part_of_id") REFERENCES "location"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization" ADD CONSTRAINT "organization_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization" ADD CONSTRAINT "organization_part_of_id_fkey" FOREIGN KEY ("part_of_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation" ADD CONSTRAINT "negotiation_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_party" ADD CONSTRAINT "negotiation_party_negotiation_id_fkey" FOREIGN KEY ("negotiation_id") REFERENCES "negotiation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_party" ADD CONSTRAINT "negotiation_party_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_negotiation_id_fkey" FOREIGN KEY ("negotiation_id") REFERENCES "negotiation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_part_of_id_fkey" FOREIGN KEY ("part_of_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_revision_of_id_fkey" FOREIGN KEY ("revision_of_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_part_of_id_fkey" FOREIGN KEY ("part_of_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_negotiation_id_fkey" FOREIGN KEY ("negotiation_id") REFERENCES "negotiation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_location" ADD CONSTRAINT "event_location_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_location" ADD CONSTRAINT "event_location_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "location"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_on_behalf_of_id_fkey" FOREIGN KEY ("on_behalf_of_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_link" ADD CONSTRAINT "event_link_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_link" ADD CONSTRAINT "event_link_linked_id_fkey" FOREIGN KEY ("linked_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "figure" ADD CONSTRAINT "figure_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "figure" ADD CONSTRAINT "figure_attributed_to_id_fkey" FOREIGN KEY ("attributed_to_id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_speaker_id_fkey" FOREIGN KEY ("speaker_id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_on_behalf_of_id_fkey" FOREIGN KEY ("on_behalf_of_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "location"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_at_event_id_fkey" FOREIGN KEY ("at_event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_negotiation_id_fkey" FOREIGN KEY ("negotiation_id") REFERENCES "negotiation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "joint_speaker" ADD CONSTRAINT "joint_speaker_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "joint_speaker" ADD CONSTRAINT "joint_speaker_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_event" ADD CONSTRAINT "statement_event_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_event" ADD CONSTRAINT "statement_event_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_via" ADD CONSTRAINT "statement_via_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_via" ADD CONSTRAINT "statement_via_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_status_update" ADD CONSTRAINT "negotiation_status_update_id_fkey" FOREIGN KEY ("id") REFERENCES "entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_status_update" ADD CONSTRAINT "negotiation_status_update_negotiation_id_fkey" FOREIGN KEY ("negotiation_id") REFERENCES "negotiation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_status_update" ADD CONSTRAINT "negotiation_status_update_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_status_update" ADD CONSTRAINT "negotiation_status_update_counts_for_id_fkey" FOREIGN KEY ("counts_for_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_status_update" ADD CONSTRAINT "negotiation_status_update_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_status_update" ADD CONSTRAINT "negotiation_status_update_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "negotiation_status_update" ADD CONSTRAINT "negotiation_status_update_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "negotiation_status_update"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_evidence_statement" ADD CONSTRAINT "status_evidence_statement_status_update_id_fkey" FOREIGN KEY ("status_update_id") REFERENCES "negotiation_status_update"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_evidence_statement" ADD CONSTRAINT "status_evidence_statement_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_evidence_event" ADD CONSTRAINT "status_evidence_event_status_update_id_fkey" FOREIGN KEY ("status_update_id") REFERENCES "negotiation_status_update"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_evidence_event" ADD CONSTRAINT "status_evidence_event_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- What the schema language has no words for ---------------------------------------------------------------------------------------

-- Pages in the order of dates. Unknown dates come last in both directions, so each direction has its own infinity.
CREATE INDEX "entry_oldest_first_idx" ON "entry"("type", (COALESCE("ordered_at", 'infinity'::timestamptz)), "number");
CREATE INDEX "entry_newest_first_idx" ON "entry"("type", (COALESCE("ordered_at", '-infinity'::timestamptz)), "number");
CREATE INDEX "entry_negotiation_newest_first_idx" ON "entry"("negotiation_id", (COALESCE("ordered_at", '-infinity'::timestamptz)), "number");

-- The log has one head. It starts before the first change; the service fills in which database it stands in when it first opens it.
ALTER TABLE "log_head" ADD CONSTRAINT "log_head_one_row" CHECK ("id" = 1);
INSERT INTO "log_head" ("id", "sequence", "at", "hash", "epoch", "database")
VALUES (1, 0, 'epoch', sha256('parley'::bytea), '', '');
