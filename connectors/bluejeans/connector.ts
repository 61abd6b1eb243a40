/**
 * BlueJeans, which ended in 2024: old links say so, and the company's own meeting tool is offered in its place. Why nothing is called is in
 * README.md beside this file.
 */
import Type from 'typebox'
import type { Connector } from '../connector.ts'
import { preview, recognise } from './links.ts'

const settings = Type.Object({})

const bluejeans: Connector<typeof settings> = {
  id: 'bluejeans',
  listing: {
    category: 'meetings',
    publisher: 'Passerelle',
    website: 'https://www.verizon.com/business/',
    support: 'https://www.verizon.com/business/support/',
    privacyUrl: 'https://www.verizon.com/about/privacy/',
    abilities: ['preview'],
    ends: '2024-03-31',
  },
  permissions: [{ id: 'preview_links', required: true }],
  leaves: [],
  settings,
  addresses: () => ({ site: 'https://bluejeans.com', sites: 'https://*.bluejeans.com' }),
  links: { kinds: ['meeting', 'recording', 'event'], recognise, preview },
}

export default bluejeans
