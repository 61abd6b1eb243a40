import { Outlet } from '@tanstack/react-router'
import { TryoutBanner } from './tryout-banner.tsx'

/** What is on every page, signed in or not. */
export function Outermost() {
  return (
    <>
      <TryoutBanner />
      <Outlet />
    </>
  )
}
