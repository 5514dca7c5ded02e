/** Rooms whose tests hold whole packs and trees: many of them at once, and one at a time for long. */
const heavy = /^packages\/(volume|sync\/src\/fetch)\//;
/** What crosses packages, apart from the rooms below. */
const crossing = /^test\/[^/]+$/;

/**
 * Marks of a test that needs a process of its own: it measures memory, looks at what this process has loaded, listens to or
 * is allowed to do, or starts processes. Those would be slow beside others: a fork copies the page tables, 60 ms at 800 MiB.
 */
const marks =
  /child_process|worker_threads|node:module|node:v8|memoryUsage|process\.(kill|on|once|env|chdir|umask|execPath)|support\/(program|pair|testPair|gitServer|workingCopy|controlPlane)\.ts|[sS]yncProcess|killAtRandom|gitWorld|passWorld|support\/git\.ts|sshSign|gpgHome|keygen\.ts|certificate\.ts|execFile|spawn|templatesRead/;

/**
 * Whether a test file, by its path from the root and its text, can share one process with others. Starting one for each
 * file and loading the same modules again took four times the CPU time of the tests themselves.
 */
export function sharesProcess(path: string, text: string): boolean {
  return !path.includes('.process.') && !heavy.test(path) && !crossing.test(path) && !marks.test(text);
}
