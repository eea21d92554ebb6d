-- CreateTable
CREATE TABLE "notice_settings" (
    "owner" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_settings_pkey" PRIMARY KEY ("owner")
);

-- CreateTable
CREATE TABLE "delivery" (
    "outbox_key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "target" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'pending',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("outbox_key","channel","target")
);

-- CreateTable
CREATE TABLE "notice" (
    "user_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "outbox_key" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "notice" TEXT NOT NULL,
    "texts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("user_id","position")
);

-- CreateTable
CREATE TABLE "notice_reader" (
    "user_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "notice_reader_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "robot" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT,
    "audience" JSONB NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "paused_for" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "robot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "delivery_status_created_at_idx" ON "delivery"("status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "notice_outbox_key_key" ON "notice"("outbox_key");

-- CreateIndex
CREATE INDEX "notice_user_id_read_at_position_idx" ON "notice"("user_id", "read_at", "position");
