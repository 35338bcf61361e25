/*
 * What both kinds of kernels count by: compilers of TypeScript and of AssemblyScript read this file, so it has nothing
 * but numbers written out; one with a point or an exponent is a float64 to the second.
 */

/**
 * Rounding of a unit relative to its magnitude: at least what a few sums make, 2^-50, and at most what it may gather.
 */
export const leastRounding = 8.881784197001252e-16;
export const relativeRounding = 1e-12;
/** How many times that a unit that goes straight over a stretch must stay off its thresholds. */
export const stableMargin = 2.0;

/** What is known of two units stands together: float64 from a field to the next, and from a pair to the next. */
export const fieldSize = 2;
export const pairSize = 12;

/** Listed units that step through kinks side by side. */
export const together = 8;

/** Vectors that a matrix is multiplied with at a time, at most. */
export const vectorsAtATime = 16;

/** Lanes that vectors may have: two or many of float64, or of float32, which take as many bytes as many. */
export const fewLanes = 2;
export const manyLanes = 8;
export const singleLanes = 16;

/** Rounding of a gradient, relative to its largest component. */
export const gradientRounding = 1e-15;
/** Components smaller than this, relative to the largest, need not be as exact as they are small. */
export const leastShare = 1e-3;
/** Numbers that are smaller have fewer digits: what they are rounded by is that of this one. */
export const leastNumber = 1e-307;
/** Rounding of sums of many terms, relative to what is added up. */
export const mostRounding = 1e-12;
