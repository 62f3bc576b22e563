import { defineConfig } from 'vitest/config'

const onServices = { globalSetup: 'tests/support/global-setup.ts', runner: 'tests/support/runner.ts' }

/**
 * Pure logic runs without services (`unit`); what talks to a database runs on Debian's Postgres 15, and its better half
 * on the embedded Postgres 18 as well. A project's services start only when one of its files runs.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    reporters: ['default', 'tests/support/reporter.ts'],
    env: { TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,server,client}/src/**/*.test.ts', 'tests/*.test.ts', 'tests/support/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...onServices,
          name: 'pg15',
          include: ['tests/*/**/*.test.ts'],
          exclude: ['tests/{support,e2e,bench,chaos}/**', 'tests/database/embedded.test.ts', '**/node_modules/**'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...onServices,
          name: 'pg18',
          include: ['tests/{api,sync,live,database}/**/*.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...onServices,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...onServices,
          name: 'chaos',
          // CHAOS=long (`npm run test:chaos`) adds what needs a browser, a foreign clock or many minutes.
          include: ['tests/chaos/**/*.test.ts', ...(process.env.CHAOS === 'long' ? ['tests/chaos/**/*.long.ts'] : [])],
          testTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
