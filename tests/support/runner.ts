import { inject, type RunnerTestFile, TestRunner } from 'vitest'

/** Skips every test of a project whose services are missing, hooks included, instead of failing in their set-up. */
export default class ServiceRunner extends TestRunner {
  onCollected(files: RunnerTestFile[] = []): void {
    if (!inject('leftOut')) return
    for (const file of files) skip(file)
  }
}

function skip(task: RunnerTestFile | RunnerTestFile['tasks'][number]): void {
  task.mode = 'skip'
  if ('tasks' in task) for (const inner of task.tasks) skip(inner)
}
