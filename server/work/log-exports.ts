import { measureLogExport as measure } from '../domain/exports/measure-log-export.ts'
import type { RunJob } from '../platform/jobs.ts'

export const measureLogExport: RunJob = job => measure(job.communityId, String(job.payload.exportId))
