package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.aws.image.ImageChoice;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.PatchStrategy;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Versioning;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The values of a flag as people write them, for the shell's completion: small letters. */
abstract class Choices implements Iterable<String> {
    private final List<String> words;

    /**
     * The words of an enum.
     *
     * @param type the flag's type
     */
    Choices(Class<? extends Enum<?>> type) {
        words = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    /** Of {@code --versioned}. */
    static final class Versioned extends Choices {
        Versioned() {
            super(Versioning.class);
        }
    }

    /** Of {@code --strategy}. */
    static final class Strategy extends Choices {
        Strategy() {
            super(PreparationFlags.Strategy.class);
        }
    }

    /** Of {@code --check}. */
    static final class Check extends Choices {
        Check() {
            super(DeployOptions.Check.class);
        }
    }

    /** Of {@code spin patch --type}. */
    static final class Patch extends Choices {
        Patch() {
            super(PatchStrategy.class);
        }
    }

    /** Of {@code spin image find --choice}. */
    static final class ImageChoices extends Choices {
        ImageChoices() {
            super(ImageChoice.class);
        }
    }

    /** Of {@code --cascade}. */
    static final class Cascade extends Choices {
        Cascade() {
            super(DeleteCommand.Cascade.class);
        }
    }
}
