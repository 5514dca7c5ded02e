/** Packs after which a git directory is replaced by one with a fresh fetch: nothing else collects them. */
export const mostPacks = 200;
