-- AlterTable
ALTER TABLE "document" ADD COLUMN     "file_name" TEXT,
ADD COLUMN     "process_id" TEXT,
ADD COLUMN     "size" INTEGER,
ALTER COLUMN "bytes" DROP NOT NULL;

-- CreateTable
CREATE TABLE "document_comparison" (
    "from_sha256" TEXT NOT NULL,
    "to_sha256" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_comparison_pkey" PRIMARY KEY ("from_sha256","to_sha256")
);

-- CreateTable
CREATE TABLE "number_series" (
    "pattern" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "number_series_pkey" PRIMARY KEY ("pattern","year")
);

-- CreateTable
CREATE TABLE "issued_number" (
    "process_id" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "issued_number_pkey" PRIMARY KEY ("process_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "issued_number_number_key" ON "issued_number"("number");

-- CreateIndex
CREATE UNIQUE INDEX "issued_number_pattern_year_sequence_key" ON "issued_number"("pattern", "year", "sequence");

-- CreateIndex
CREATE INDEX "document_sha256_idx" ON "document"("sha256");

-- CreateIndex
CREATE INDEX "document_process_id_idx" ON "document"("process_id");

-- Lists of contracts by their last day.
CREATE INDEX "process_kind_ends_on_id_idx" ON "process"("kind", ("snapshot" #>> '{state,term,until}'), "id");
