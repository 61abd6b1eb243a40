import { liveApps } from './live-apps.ts'

liveApps('en')
