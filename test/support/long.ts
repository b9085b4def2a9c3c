/** Whether tests take all that `npm run test:long -- whole` asks of them, which takes minutes, and not a sample of it. */
export const isLong = Boolean(process.env.HAMKKE_TEST_LONG);
