import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, as measured on a quiet machine; a clean clone remembers no durations. */
const longest = [
  'journeys/apps.test.ts',
  'journeys/screens.test.ts',
  'journeys/main-job.test.ts',
  'journeys/requests.test.ts',
  'journeys/network.test.ts',
  'journeys/keyboard.test.ts',
  'journeys/files.test.ts',
  'journeys/came-back.test.ts',
  'journeys/log-in.test.ts',
  'scenarios/leak.test.ts',
  'running/crash.test.ts',
  'running/try-out.test.ts',
  'scenarios/scope.property.test.ts',
  'scenarios/two-processes.test.ts',
  'graph/tenancy.test.ts',
  'running/production.test.ts',
  'scenarios/pastes.test.ts',
]

/** The longest files begin first, and the short ones fill what is left: no worker goes on alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex(name => moduleId.endsWith(name))
  return place < 0 ? longest.length : place
}
