package io.jenkins.plugins.spindelivery.cli.command;

import picocli.CommandLine.Command;

/** {@code spin image}, with the commands for images of AWS below it. */
@Command(
        name = "image",
        description = "Find images in AWS, and delete those that are not needed any more.",
        subcommands = {ImageFindCommand.class, ImageCleanCommand.class})
public final class ImageCommand extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public ImageCommand() {
        super("cli.no-command-of");
    }
}
