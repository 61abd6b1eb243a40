/**
 * How everything looks: quiet, dense enough for work, one accent. Contrast of text is at least 4.5 to 1 in both schemes, which is
 * why some of Mantine's own variables are set anew.
 */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Water under a footbridge. Shade 7 carries white text. */
const canal: MantineColorsTuple = [
  '#e8f5f7',
  '#d3e9ed',
  '#a8d4db',
  '#79bdc8',
  '#52a8b6',
  '#3296a6',
  '#1f8595',
  '#0f7282',
  '#0b5c69',
  '#07454f',
]

const dark: MantineColorsTuple = [
  '#dce1e5',
  '#b8c0c7',
  '#98a2ab',
  '#6d7780',
  '#48525a',
  '#384048',
  '#2a3138',
  '#1e2328',
  '#171b1f',
  '#101316',
]

/** Dark enough for words, where Mantine's own red is not. */
const red: MantineColorsTuple = [
  '#fdecea',
  '#fbd5d1',
  '#f5a9a1',
  '#ee8077',
  '#e0594e',
  '#cf3f33',
  '#bd2b1f',
  '#b42318',
  '#8c1d13',
  '#6d150d',
]

/** What opens stays where it belongs in the page, inside its landmark, and is not cut off by what it stands in. */
const inPlace = { withinPortal: false, floatingStrategy: 'fixed' } as const

/** A dialog's header is not a second banner of the page. */
const plainHeader = { header: { role: 'presentation' } }

export const theme = createTheme({
  colors: { canal, red, dark },
  primaryColor: 'canal',
  primaryShade: 7,
  black: '#1a2227',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.15rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    Badge: { defaultProps: { tt: 'none' } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', attributes: plainHeader },
      styles: { title: { fontWeight: 650, lineHeight: 1.3 } },
    },
    Drawer: { defaultProps: { attributes: plainHeader } },
    Menu: { defaultProps: { ...inPlace, shadow: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false } },
    Combobox: { defaultProps: inPlace },
    // What a list of options says instead of them is part of the list to a screen reader.
    ComboboxEmpty: { defaultProps: { role: 'option', 'aria-disabled': true } },
    Popover: { defaultProps: { ...inPlace, shadow: 'md' } },
    Paper: { defaultProps: { radius: 'lg' } },
    Tooltip: { defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
})

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#55606a',
    '--mantine-color-placeholder': '#66717b',
    '--mantine-color-error': '#b42318',
    '--mantine-color-gray-light-color': '#3f4a53',
    '--mantine-color-gray-outline': '#4c5862',
    '--mantine-color-anchor': '#0b6775',
    '--mantine-color-canal-light-color': '#0b5c69',
    '--mantine-color-canal-outline': '#0b6775',
    '--mantine-color-red-light-color': '#a61b1b',
    '--mantine-color-red-outline': '#b42318',
    '--mantine-color-green-light-color': '#1f6b33',
    '--mantine-color-yellow-light-color': '#7a4d00',
    '--mantine-color-orange-light-color': '#9a3d00',
    '--mantine-color-blue-light-color': '#1557a5',
    '--surface-ground': '#f3f5f6',
    '--surface-card': '#ffffff',
    '--surface-line': '#dfe4e7',
    '--surface-hover': '#eceff1',
    '--surface-chosen': '#e3f1f3',
  },
  dark: {
    '--mantine-color-dimmed': '#a3adb6',
    '--mantine-color-placeholder': '#939ea8',
    '--mantine-color-error': '#ff9b90',
    '--mantine-color-anchor': '#79c6d2',
    '--mantine-color-canal-light-color': '#a8dbe3',
    '--mantine-color-canal-outline': '#79c6d2',
    '--mantine-color-gray-light-color': '#ccd3d9',
    '--mantine-color-gray-outline': '#b8c0c7',
    '--mantine-color-red-light-color': '#ffb4ab',
    '--mantine-color-red-outline': '#ff9b90',
    '--surface-ground': '#14181b',
    '--surface-card': '#1e2328',
    '--surface-line': '#323a41',
    '--surface-hover': '#262c32',
    '--surface-chosen': '#17363c',
  },
})
