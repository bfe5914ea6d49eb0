package io.jenkins.plugins.spindelivery.step;

import hudson.console.LineTransformationOutputStream;
import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerCommand;
import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerImages;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Brings what Packer prints into a build's log, without secrets, and looks for images in it. */
final class PackerLog extends LineTransformationOutputStream {
    private final PrintStream log;
    private final Set<String> secrets;
    private final PackerImages images;

    /**
     * A log.
     *
     * @param log the build's
     * @param secrets values that must not be in it
     * @param images looks for images
     */
    PackerLog(PrintStream log, Set<String> secrets, PackerImages images) {
        this.log = log;
        this.secrets = secrets;
        this.images = images;
    }

    @Override
    protected void eol(byte[] bytes, int length) {
        String line = trimEOL(new String(bytes, 0, length, StandardCharsets.UTF_8));
        images.line(line);
        log.println(PackerCommand.mask(line, secrets));
    }
}
