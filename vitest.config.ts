import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

const rooms = ['contract', 'connectors', 'server', 'sandbox', 'web', 'test']

/**
 * One run of all: types of the house, verbs, doors on a real PostgreSQL, and the same in a real browser (`test/journeys`). Two runs would read and translate
 * everything twice.
 */
export default defineConfig({
  test: {
    include: rooms.map(room => `${room}/**/*.test.ts`),
    // Files that one worker runs share what they import, and each brings its own database: half the time goes into importing else.
    isolate: false,
    // One more than the two cores that it must do with (the house's goal of time): whoever waits for a browser or a clock leaves its core to another.
    maxWorkers: 3,
    globalSetup: ['test/database.setup.ts', 'test/browser.setup.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 40_000,
  },
})
