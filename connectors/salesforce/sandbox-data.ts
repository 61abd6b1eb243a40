import type { SandboxDesk, SandboxPerson } from '../sandbox.ts'
import { longId } from './ids.ts'

export const mei = { id: '005dM00000awSF1', name: 'Mei Tanaka', sees: 'everything' }
export const bruno = { id: '005dM00000awSF2', name: 'Bruno Keller', sees: 'accounts only' }
export const people: readonly SandboxPerson[] = [mei, bruno]
export const organization = '00DdM00000bq7Rz'

export interface PlayedRecord {
  readonly id: string
  readonly object: string
  readonly label: string
  readonly nameField: string
  /** Name of the field → label and value, in the order of the compact layout. */
  readonly fields: Record<string, { readonly label: string; value: string; readonly secured?: boolean }>
}

const record = (id: string, object: string, label: string, nameField: string, fields: PlayedRecord['fields']) => ({
  ...{ id: longId(id), object, label, nameField, fields },
})

export const firstRecords = (desk: SandboxDesk): PlayedRecord[] => [
  record('001dM00000awSFJ', 'Account', 'Account', 'Name', {
    Name: { label: 'Account Name', value: 'Roue libre SARL' },
    Industry: { label: 'Industry', value: 'Retail' },
    Phone: { label: 'Phone', value: '+33 2 40 00 00 00' },
    Credit_Limit__c: { label: 'Credit Limit', value: `EUR 12,000 ${desk.secretWord()}`.trim(), secured: true },
  }),
  record('006dM00000awSFK', 'Opportunity', 'Opportunity', 'Name', {
    Name: { label: 'Opportunity Name', value: `Two hundred frames ${desk.secretWord()}`.trim() },
    StageName: { label: 'Stage', value: 'Negotiation' },
    Amount: { label: 'Amount', value: 'EUR 84,000' },
    CloseDate: { label: 'Close Date', value: '2026-12-15' },
  }),
  record('500dM00000awSFL', 'Case', 'Case', 'CaseNumber', {
    CaseNumber: { label: 'Case Number', value: '00001042' },
    Subject: { label: 'Subject', value: 'Brakes squeal' },
    Status: { label: 'Status', value: 'New' },
  }),
  record('a0BdM00000awSFM', 'Frame__c', 'Frame', 'Name', {
    Name: { label: 'Frame', value: 'FR-17' },
    Colour__c: { label: 'Colour', value: 'Cobalt' },
  }),
  record('00OdM00000awSFN', 'Report', 'Report', 'Name', { Name: { label: 'Name', value: 'Orders this quarter' } }),
  record('01ZdM00000awSFP', 'Dashboard', 'Dashboard', 'Title', { Title: { label: 'Title', value: 'The workshop' } }),
]

/** Field security: who does not see everything is not told that such a field is there. */
const readable = (fields: PlayedRecord['fields'], person: SandboxPerson): PlayedRecord['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => !field.secured || person.id === mei.id))

/** As record-ui answers, with the compact layout of the record's own object. */
export function recordUi({ id, object, label, nameField, fields: all }: PlayedRecord, person: SandboxPerson): object {
  const fields = readable(all, person)
  const items = Object.entries(fields).map(([apiName, field]) => ({
    label: field.label,
    layoutComponents: [{ apiName, componentType: 'Field', label: field.label }],
  }))
  const values = Object.entries(fields).map(([name, { value }]) => [name, { displayValue: null, value }])
  return {
    records: { [id]: { apiName: object, id, fields: Object.fromEntries(values) } },
    objectInfos: { [object]: { apiName: object, label, nameFields: [nameField] } },
    layouts: {
      [object]: {
        '012000000000000AAA': { Compact: { View: { sections: [{ layoutRows: [{ layoutItems: items }] }] } } },
      },
    },
  }
}

export const plainRecord = ({ id, fields }: PlayedRecord, person: SandboxPerson): object => ({
  Id: id,
  ...Object.fromEntries(Object.entries(readable(fields, person)).map(([name, { value }]) => [name, value])),
  LastModifiedDate: '2026-11-20T14:12:00.000+0000',
})

/** What the org wants of a new record. */
export const describe = (object: string): object => ({
  name: object,
  fields: [
    { name: object === 'Lead' ? 'LastName' : 'Subject', label: 'x', type: 'string', createable: true, nillable: false },
    ...(object === 'Lead'
      ? [{ name: 'Company', label: 'Company', type: 'string', createable: true, nillable: false }]
      : []),
    {
      ...{ name: 'Origin', label: 'Case Origin', type: 'picklist', createable: true, nillable: object === 'Lead' },
      picklistValues: [
        { value: 'Web', label: 'Web', active: true },
        { value: 'Fax', label: 'Fax', active: false },
      ],
    },
    { name: 'OwnerId', label: 'Owner', type: 'reference', createable: true, nillable: false, defaultedOnCreate: true },
  ],
})

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The message of a flow, as the service writes it. */
export function outbound(records: readonly PlayedRecord[], now: number, count: number, desk: SandboxDesk): string {
  const notifications = records.map(({ id, object, fields }, n) => {
    const inside = Object.entries({
      Id: { value: id },
      ...fields,
      LastModifiedDate: { value: new Date(now).toISOString() },
      LastModifiedById: { value: mei.id },
    })
      .map(([name, { value }]) => `<sf:${name}>${escaped(value)}</sf:${name}>`)
      .join('')
    return `<Notification><Id>04l${String(now).slice(-9)}${count}${n}</Id><sObject xsi:type="sf:${object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${inside}</sObject></Notification>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>${organization}</OrganizationId><ActionId>04kdM0000000001QAA</ActionId><SessionId xsi:nil="true"/><EnterpriseUrl>${desk.address('sites')}/services/Soap/c/65.0/${organization}</EnterpriseUrl><PartnerUrl>${desk.address('sites')}/services/Soap/u/65.0/${organization}</PartnerUrl>${notifications.join('')}</notifications></soapenv:Body></soapenv:Envelope>`
}
