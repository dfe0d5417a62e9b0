import { notFound } from "next/navigation";

/** Every payload as the inbox shows it, in both themes and languages; for development alone. */
export default async function GalleryPage() {
  // Written so that a build for production finds the branch dead and takes nothing of it along.
  if (process.env.NODE_ENV === "development") {
    const { GalleryScreen } = await import("./gallery-screen.tsx");
    return <GalleryScreen />;
  }
  notFound();
}
