import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent } from "react";
import { cn } from "#lib/cn.ts";
import { Spinner } from "./spinner.tsx";

const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:pointer-events-none [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        default: "bg-primary text-primary-foreground hover:bg-primary-hover forced-colors:border",
        secondary: "border bg-card text-foreground shadow-raised hover:bg-accent",
        outline: "border border-input bg-transparent text-foreground hover:bg-accent",
        ghost: "text-foreground hover:bg-accent",
        destructive: "bg-destructive text-destructive-foreground hover:brightness-90 forced-colors:border",
        link: "text-primary-text underline-offset-4 hover:underline",
      },
      // A thumb needs more room than a mouse.
      size: {
        sm: "h-8 px-3 text-sm max-md:h-10 [&_svg]:size-4",
        default: "h-9 px-4 text-sm max-md:h-11 [&_svg]:size-4",
        lg: "h-11 px-5 text-base [&_svg]:size-5",
        icon: "size-9 max-md:size-11 [&_svg]:size-4.5",
        "icon-sm": "size-8 max-md:size-10 [&_svg]:size-4",
        inline: "h-auto p-0 text-sm [&_svg]:size-4",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Renders the only child, such as a link, with the looks of a button. */
    asChild?: boolean;
    /** Shows that it is at work and takes no further click. */
    isPending?: boolean;
  };

/** While it is at work it is not `disabled`: that would take the focus away from whoever pressed it by keyboard. */
export function Button({ className, variant, size, asChild, isPending, children, type, ...props }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type ?? "button"}
      className={classes}
      {...props}
      {...(isPending && { onClick: keepWaiting, "aria-disabled": true, "aria-busy": true })}
    >
      {isPending && <Spinner />}
      {children}
    </button>
  );
}

/** Nor does Enter in a field of the form send it a second time: the browser presses this button for it. */
function keepWaiting(event: MouseEvent): void {
  event.preventDefault();
}
