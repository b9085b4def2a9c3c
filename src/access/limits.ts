/** How long an idempotency key is remembered. The database goes by this, too, as by every `…Limits`. */
export const commandLimits = { idempotencyHours: 24 };
