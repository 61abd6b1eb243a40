import type { Listed } from '../../connectors/catalog.ts'

/** Every sentence that the server or the screens may ask of a connector, by what it declares. */
export function sentencesAsked({ connector }: Listed): string[] {
  const { listing, permissions, leaves, links, events, picker, actions = [] } = connector
  return [
    'name',
    'tagline',
    'description',
    ...(listing.ends ? ['ending'] : []),
    ...listing.abilities.map(id => `ability.${id}`),
    ...permissions.map(({ id }) => `permission.${id}`),
    ...leaves.map(({ id }) => `leaves.${id}`),
    ...settingsSentences(connector.settings.properties as Record<string, { enum?: readonly string[] }>),
    ...(links?.kinds ?? []).map(kind => `kind.${kind}`),
    ...(events?.kinds ?? []).flatMap(kind => [`event.${kind}`, `notice.neutral.${kind}`]),
    ...(events?.filters ?? []).flatMap(name => [`filter.${name}.label`, `filter.${name}.hint`]),
    ...[...(picker?.sharing ?? []), ...(picker?.oneLink?.others ?? [])].map(id => `sharing.${id}`),
    ...actions.flatMap(({ id }) => ['label', 'title', 'submit', 'done'].map(part => `action.${id}.${part}`)),
  ]
}

const settingsSentences = (properties: Record<string, { enum?: readonly string[] }>): string[] =>
  Object.entries(properties).flatMap(([name, property]) => [
    `settings.${name}.label`,
    ...(property.enum ?? []).map(value => `settings.${name}.options.${value}`),
  ])
