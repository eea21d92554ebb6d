-- A receipt may belong to a receipt process as well as to a plan.
ALTER TABLE "receipt" RENAME COLUMN "plan_id" TO "held_by";
ALTER INDEX "receipt_plan_id_idx" RENAME TO "receipt_held_by_idx";

-- CreateTable
CREATE TABLE "payer_alias" (
    "payer" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "receipt_id" TEXT NOT NULL,
    "learned_by" TEXT NOT NULL,
    "learned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payer_alias_pkey" PRIMARY KEY ("payer")
);

-- CreateTable
CREATE TABLE "bank_format" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_format_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_statement" (
    "sha256" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "booked_to" DATE,
    "receipts" INTEGER NOT NULL,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_statement_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "invoice_claim" (
    "id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "original_id" TEXT,
    "number" TEXT,
    "gross_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_claim_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "payer_alias_customer_id_idx" ON "payer_alias"("customer_id");

-- CreateIndex
CREATE INDEX "bank_statement_account_imported_at_idx" ON "bank_statement"("account", "imported_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "invoice_claim_number_key" ON "invoice_claim"("number");

-- CreateIndex
CREATE INDEX "invoice_claim_reference_idx" ON "invoice_claim"("reference");

-- CreateIndex
CREATE INDEX "invoice_claim_original_id_idx" ON "invoice_claim"("original_id");

-- AddForeignKey
ALTER TABLE "payer_alias" ADD CONSTRAINT "payer_alias_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
