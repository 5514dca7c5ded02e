/**
 * What a tree may hold, counted over all paths below it. A few small tree objects can name each other into billions of
 * paths; git's own `core.maxTreeDepth` is 2048.
 */
export const treeLimits = { entries: 1_000_000, depth: 2048 };
