import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Prints the run's counts as its very last line: `N passed, N failed`, and `, N skipped` where any were. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++
      // A file that doesn't load has no tests to fail; a hook that throws fails none either.
      if (module.errors().length > 0) counts.failed++
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed++
    }
    const skipped = counts.skipped + counts.pending
    // Vitest closes its services and prints hints after this; only the end of the process is last.
    process.once('exit', (code) => {
      // Services that didn't start, or a run that found no tests, fail no test: but they fail the run.
      const failed = code !== 0 && counts.failed === 0 ? 1 : counts.failed
      process.stdout.write(`${counts.passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`)
    })
  }
}
