import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

const rooms = ['contract', 'connectors', 'server', 'sandbox', 'web', 'test']
const ordinary = rooms.map(room => `${room}/**/*.test.ts`)

/** What both runs share. Files that one worker runs share what they import, and each brings its own database: half the time goes into importing else. */
const shared = {
  isolate: false,
  // A third is quicker by a tenth on two cores, but lets tests with bounds of time wait for their turn.
  maxWorkers: 2,
}

/** Two runs: `unit` (types of the house, verbs, doors on a real PostgreSQL) and `journeys` (the same in a real browser). */
export default defineConfig({
  test: {
    ...shared,
    // Here and not in what the runs share, so that there is one for both.
    globalSetup: ['test/database.setup.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ordinary,
          exclude: ['test/journeys/**'],
          testTimeout: 20_000,
          hookTimeout: 40_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'journeys',
          globalSetup: ['test/browser.setup.ts'],
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
