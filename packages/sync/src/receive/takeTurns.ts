/**
 * Lets so many callers go on in each turn of the event loop, in their order; the others wait for the turns after it.
 * What comes in meanwhile is then served between them, and not after all of them.
 */
export function takeTurns(perTurn: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let left = perTurn;
  let scheduled = false;
  const nextTurn = (): void => {
    const served = waiting.splice(0, perTurn);
    left = perTurn - served.length;
    scheduled = served.length > 0;
    if (scheduled) setImmediate(nextTurn);
    for (const go of served) go();
  };
  return () => {
    if (!scheduled) setImmediate(nextTurn);
    scheduled = true;
    if (left === 0) return new Promise((resolve) => waiting.push(resolve));
    left -= 1;
    return Promise.resolve();
  };
}
