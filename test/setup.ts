import fc from 'fast-check';

/** The gate draws the same random cases every time; FAST_CHECK_SEED=N draws others. */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 2019) });
