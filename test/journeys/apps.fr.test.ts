import { liveApps } from './live-apps.ts'

liveApps('fr')
