package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.PublicUrl;
import io.jenkins.plugins.spindelivery.engine.artifact.S3Folder;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageFile.Source;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds out how a builder gets the files that a bake installs, before it begins. What asks for a credential is fetched
 * here and kept beside the state, so that no credential has to be found again, or to get to the builder.
 */
public final class PackageReading {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_:~^%-]*\\.(deb|rpm)");

    private final BakeRequest request;
    private final PackageSources sources;
    private final Faults faults = new Faults();

    private PackageReading(BakeRequest request, PackageSources sources) {
        this.request = request;
        this.sources = sources;
    }

    /**
     * Completes a request.
     *
     * @param request as it was read
     * @param sources fetches what asks for a credential
     * @param context keeps that beside the state
     * @return the request with a file for each reference of its recipe
     * @throws ProblemException with all that is wrong with the references, or with the request, before anything is fetched;
     *     then with the first that can't be fetched. Nothing has been kept then
     */
    public static BakeRequest complete(BakeRequest request, PackageSources sources, OperationContext context) {
        return new PackageReading(request, sources).complete(context.clock(), context.blobs());
    }

    private BakeRequest complete(Clock clock, BlobStore blobs) {
        List<String> references = request.recipe().packageArtifacts();
        references.forEach(reference -> faults.collect(() -> check(reference)));
        String bucket = request.packageFiles().bucket();
        if (!bucket.isEmpty() && !S3Folder.isBucket(bucket)) {
            faults.collect(() -> {
                throw wrong("aws.bake-package-bucket", bucket);
            });
        }
        faults.throwIfAny();
        List<PackageFile> files = references.stream()
                .map(reference -> new PackageFile(reference, source(reference), "", ""))
                .toList();
        Bake.start(with(files), clock);
        List<Fetched> contents = new ArrayList<>();
        for (PackageFile file : files) {
            boolean staged = file.source() == Source.STAGED;
            contents.add(staged ? sources.fetch(file.reference()) : Fetched.of("", new byte[0]));
        }
        return with(IntStream.range(0, files.size())
                .mapToObj(i -> kept(files.get(i), contents.get(i).content(), blobs))
                .toList());
    }

    private BakeRequest with(List<PackageFile> files) {
        String bucket = request.packageFiles().bucket();
        return request.packageFiles(new PackageFiles(sources.account(), sources.region(), bucket, files));
    }

    private void check(String reference) {
        ArtifactSources.check(reference);
        String shown = ArtifactSources.display(reference);
        String extension = "." + request.recipe().packageType().name().toLowerCase(Locale.ROOT);
        String name = ArtifactSources.fileName(reference);
        if (!name.endsWith(extension) || !NAME.matcher(name).matches()) {
            throw wrong("aws.bake-artifact-name", shown, extension);
        }
        Source source = source(reference);
        if (source == Source.STAGED && request.packageFiles().bucket().isEmpty()) {
            throw wrong("aws.bake-artifact-no-bucket", shown);
        }
        if (source == Source.URL) {
            PublicUrl.check(reference);
        }
    }

    private Source source(String reference) {
        if (sources.isRepository(reference)) {
            return Source.STAGED;
        }
        String start = reference.strip().toLowerCase(Locale.ROOT);
        if (start.startsWith("s3:")) {
            return Source.OBJECT;
        }
        // What no source takes is refused when it is fetched, which says why.
        return start.startsWith("http") ? Source.URL : Source.STAGED;
    }

    private static PackageFile kept(PackageFile file, byte[] content, BlobStore blobs) {
        return file.source() == Source.STAGED
                ? new PackageFile(file.reference(), file.source(), blobs.put(content), digest(content))
                : file;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}
