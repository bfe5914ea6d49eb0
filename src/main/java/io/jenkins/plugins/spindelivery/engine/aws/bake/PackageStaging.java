package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.artifact.S3Folder;
import io.jenkins.plugins.spindelivery.engine.artifact.S3Objects;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageFile.Source;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * The files that a builder fetches: signs URLs for them when they are needed, because a signature must not stand in a
 * state, and puts what asks for another credential into a bucket for as long as the bake takes.
 */
final class PackageStaging {
    /** On the builder's group, so that another bake that takes this one's place finds what it has put there. */
    private static final String BUCKET = AwsTags.PREFIX + "package-bucket";

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    /** What Signature Version 4 allows. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final BakeWork work;
    private final PackageFiles packages;

    PackageStaging(BakeWork work) {
        this.work = work;
        this.packages = work.request().packageFiles();
    }

    private boolean stages() {
        return packages.files().stream().anyMatch(file -> file.source() == Source.STAGED);
    }

    private S3Folder folder(String bucket, String operation) {
        return new S3Folder(work.account(), work.home(), bucket, prefix(operation));
    }

    private static String prefix(String operation) {
        return "spin-delivery/" + operation + "/";
    }

    private S3Folder folder() {
        return folder(packages.bucket(), work.state().course().id());
    }

    /** A name of its own for each file, for files of several places may be called the same. */
    private static String name(int index, PackageFile file) {
        return (index + 1) + "/" + file.fileName();
    }

    /** Makes sure that objects and bucket are there, and that the script fits, before anything is made. */
    void check() {
        if (stages()) {
            S3Folder folder = folder();
            folder.names();
            Optional<Problem> forbidden =
                    work.account().forbids(AwsRef.of(AwsRef.Kind.OBJECT, folder.region(), packages.bucket()));
            if (forbidden.isPresent()) {
                throw new ProblemException(Category.ACCESS, forbidden.get());
            }
        }
        // URLs are signed only for objects that are there.
        List<Problem> wrong = packages.files().isEmpty()
                ? List.of()
                : Bake.wrongProvisioning(work.request().builder(), script());
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, wrong);
        }
    }

    /**
     * Puts the next file into the bucket that is not there yet. What is there is whole, and is this operation's own.
     *
     * @return whether there was one
     */
    boolean put() {
        if (!stages()) {
            return false;
        }
        S3Folder folder = folder();
        List<String> there = folder.names();
        for (int i = 0; i < packages.files().size(); i++) {
            PackageFile file = packages.files().get(i);
            String name = name(i, file);
            if (file.source() == Source.STAGED && !there.contains(name)) {
                folder.put(name, work.context().blobs().get(file.content()));
                told(folder, packages.bucket(), name, work.state().course().id(), Action.CREATED);
                return true;
            }
        }
        return false;
    }

    /** What the builder runs, with URLs that are signed when it is written down. */
    ProvisionScript script() {
        return new ProvisionScript(
                work.request().recipe(), work.state().course().id(), this::downloads);
    }

    private List<PackageDownload> downloads() {
        long left = work.state().course().deadline() - work.now();
        Duration validity = Duration.ofMillis(Math.max(SHORTEST.toMillis(), Math.min(LONGEST.toMillis(), left)));
        List<PackageDownload> downloads = new ArrayList<>();
        S3Folder folder = folder();
        for (int i = 0; i < packages.files().size(); i++) {
            PackageFile file = packages.files().get(i);
            String url =
                    switch (file.source()) {
                        case OBJECT -> objects().url(file.reference(), validity);
                        case URL -> file.reference().strip();
                        case STAGED -> folder.url(name(i, file), validity);
                    };
            downloads.add(new PackageDownload(url, file.fileName(), file.digest(), file.source() == Source.URL));
        }
        return downloads;
    }

    private S3Objects objects() {
        AwsAccount reader = packages.account().isEmpty()
                ? work.account()
                : work.context().aws().account(packages.account());
        return new S3Objects(reader, packages.region().isEmpty() ? work.home() : packages.region());
    }

    /** The tags of the builder's group by which others find what is in the bucket. */
    Map<String, String> groupTags() {
        return stages() ? Map.of(BUCKET, packages.bucket()) : Map.of();
    }

    /**
     * Deletes what an operation has put into its bucket.
     *
     * @param operation this bake's, or one whose place it takes
     */
    void remove(String operation) {
        if (!operation.equals(work.state().course().id())) {
            removeOf(operation);
        } else if (stages()) {
            remove(packages.bucket(), operation);
        }
    }

    private void removeOf(String other) {
        Optional<String> bucket = work
                .ec2()
                .describeSecurityGroups(request -> request.filters(BakeWork.madeBy(other)))
                .securityGroups()
                .stream()
                .map(SecurityGroup::tags)
                .map(tags -> BakeWork.tag(tags, BUCKET))
                .filter(S3Folder::isBucket)
                .findFirst();
        try {
            bucket.ifPresent(name -> remove(name, other));
        } catch (ProblemException e) {
            if (e instanceof AwsFault fault && fault.passing()) {
                throw e;
            }
            // It is not this bake's own: it must not keep this one from working.
            work.context().emit(new Event.Warned(Problem.of("aws.bake-staged-left", "", bucket.orElse(""), other)));
        }
    }

    private void remove(String bucket, String operation) {
        S3Folder folder = folder(bucket, operation);
        List<String> names;
        try {
            names = folder.names();
        } catch (ProblemException e) {
            if (e.problems().get(0).code().equals("artifact.s3-no-bucket")) {
                return;
            }
            throw e;
        }
        for (String name : names) {
            folder.delete(name);
            told(folder, bucket, name, operation, Action.DELETED);
        }
    }

    /** What may still be in a bake's bucket. */
    static List<ObjectRef> left(BakeState state) {
        PackageFiles packages = state.request().packageFiles();
        List<ObjectRef> left = new ArrayList<>();
        for (int i = 0; i < packages.files().size(); i++) {
            PackageFile file = packages.files().get(i);
            if (file.source() == Source.STAGED) {
                String key = prefix(state.course().id()) + name(i, file);
                left.add(AwsRef.of(AwsRef.Kind.OBJECT, state.request().home(), packages.bucket() + "/" + key));
            }
        }
        return left;
    }

    private void told(S3Folder folder, String bucket, String name, String operation, Action action) {
        work.changed(AwsRef.Kind.OBJECT, folder.region(), bucket + "/" + prefix(operation) + name, action);
    }
}
