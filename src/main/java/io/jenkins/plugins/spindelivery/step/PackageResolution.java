package io.jenkins.plugins.spindelivery.step;

import hudson.Functions;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageName;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageType;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out which version of a package a build is about, as Spinnaker's bake stage does: from a file of that package among
 * the files that are going to be installed, what this build has archived, and what the builds have archived that triggered
 * it.
 */
final class PackageResolution {
    /** The files that are going to be installed, by the field that names them. */
    private static final String FIELD = "packageArtifacts";

    private static final int MOST_SHOWN = 10;

    private final StepInput input;
    private final PackageType type;
    private final List<String> references;
    private final boolean allowMissing;
    private List<Found> files;

    /**
     * A file of a package.
     *
     * @param identifier its name without the extension
     * @param where the build that archived it, or the field that names it
     */
    private record Found(String identifier, String where) {
        @Override
        public String toString() {
            return identifier + " (" + where + ")";
        }
    }

    /**
     * The resolution of one step.
     *
     * @param input knows the build, and is told what is wrong
     * @param type what packages are looked for
     * @param references the files that are going to be installed
     * @param allowMissing whether a package may be one of the repositories though there are files of others
     */
    PackageResolution(StepInput input, PackageType type, List<String> references, boolean allowMissing) {
        this.input = input;
        this.type = type;
        this.references = references;
        this.allowMissing = allowMissing;
    }

    /**
     * Resolves packages.
     *
     * @param packages names, identifiers with a version, or URLs
     * @return the same, with the identifier of the file in place of a name for which there is one
     */
    List<String> resolve(List<String> packages) {
        return packages.stream().map(this::resolve).toList();
    }

    private String resolve(String text) {
        boolean plain = !text.contains("://") && parse(text).version().isEmpty();
        if (!plain) {
            return text;
        }
        List<Found> found = files().stream()
                .filter(file -> parse(file.identifier()).name().equals(text))
                .filter(file -> !parse(file.identifier()).version().isEmpty())
                .toList();
        if (found.isEmpty()) {
            if (!files().isEmpty() && !allowMissing) {
                input.refuse(Problem.of("step.package-missing", "packages", text, shown(files())));
            }
            return text;
        }
        if (found.stream().map(this::version).distinct().count() > 1) {
            input.refuse(Problem.of("step.package-several", "packages", text, shown(found)));
            return text;
        }
        Found first = found.get(0);
        note(Problem.of("step.package-resolved", "", text, first.identifier(), first.where()));
        return first.identifier();
    }

    private PackageName parse(String text) {
        return PackageName.parse(text, type);
    }

    private String version(Found file) {
        return parse(file.identifier()).installer(type);
    }

    private static String shown(List<Found> files) {
        String some = files.stream().limit(MOST_SHOWN).map(Found::toString).collect(Collectors.joining(", "));
        return files.size() > MOST_SHOWN ? some + ", …" : some;
    }

    private List<Found> files() {
        if (files == null) {
            files = new ArrayList<>();
            references.forEach(reference -> add(ArtifactSources.fileName(reference), FIELD));
            add(input.context().run());
            upstream().forEach(this::add);
        }
        return files;
    }

    private void add(Run<?, ?> run) {
        run.getArtifacts().forEach(artifact -> add(artifact.getFileName(), run.getExternalizableId()));
    }

    private void add(String file, String where) {
        String extension = "." + type.name().toLowerCase(Locale.ROOT);
        if (file.endsWith(extension)) {
            String name = file.substring(0, file.length() - extension.length());
            // A colon, which follows an epoch, is written so in the names of files.
            files.add(new Found(name.replaceAll("(?i)%3a", ":"), where));
        }
    }

    private List<Run<?, ?>> upstream() {
        return input.context().run().getCauses().stream()
                .filter(Cause.UpstreamCause.class::isInstance)
                .map(Cause.UpstreamCause.class::cast)
                .flatMap(cause -> run(cause).stream())
                .filter(this::isReadable)
                .<Run<?, ?>>map(run -> run)
                .distinct()
                .toList();
    }

    /** The build that is meant, whoever may see it; it may have been deleted. */
    private static Optional<Run<?, ?>> run(Cause.UpstreamCause cause) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return Optional.ofNullable(cause.getUpstreamRun());
        }
    }

    private boolean isReadable(Run<?, ?> run) {
        var authentication = input.context().authentication();
        boolean readable = run.getParent().getACL().hasPermission2(authentication, Item.READ)
                && (!Functions.isArtifactsPermissionEnabled()
                        || run.getACL().hasPermission2(authentication, Run.ARTIFACTS));
        if (!readable) {
            note(Problem.of("step.package-unreadable", "", run.getExternalizableId(), authentication.getName()));
        }
        return readable;
    }

    private void note(Problem problem) {
        input.context().operation().emit(new Event.Noted(problem));
    }
}
