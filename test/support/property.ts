import fc from 'fast-check';

/**
 * fast-check, which draws other values in each run, so that runs go on finding what no one thought of. Continuous integration names
 * a seed: whether a change may land does not depend on luck.
 */
const seed = process.env.HAMKKE_TEST_SEED;
if (seed) fc.configureGlobal({ seed: Number(seed) });

export default fc;
