package io.jenkins.plugins.spindelivery.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import io.jenkins.plugins.spindelivery.delivery.DeliveryPool;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BaseImages;
import io.jenkins.plugins.spindelivery.engine.aws.bake.NewestImage;
import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerCommand;
import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerImages;
import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerOutputs;
import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerRequest;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.sts.StsServiceClientConfiguration;

/** Runs Packer in a build's workspace, on the agent, and says what it made. */
final class PackerRun {
    private static final Logger LOGGER = Logger.getLogger(PackerRun.class.getName());
    private static final String PROGRAM = "packer";
    private static final String MARK = "SPIN_DELIVERY_PACKER";
    /** What env says of a program that is not there. */
    private static final int NOT_FOUND = 127;
    /** A manifest has some hundred bytes for each build that it remembers. */
    private static final int MOST_MANIFEST_BYTES = 16 << 20;

    private final PackerStep step;
    private final StageContext context;
    private final AwsAccount aws;
    private final PackerRequest request;
    private final Duration patience;
    private final long began;
    private final String name;
    private final PackerImages images = new PackerImages();

    /**
     * A run that has not begun.
     *
     * @param step as configured
     * @param context its build
     * @param aws the account
     * @param request what is asked for
     * @param patience how long it may take
     */
    PackerRun(PackerStep step, StageContext context, AwsAccount aws, PackerRequest request, Duration patience) {
        this.step = step;
        this.context = context;
        this.aws = aws;
        this.request = request;
        this.patience = patience;
        this.began = clock().millis();
        this.name = request.imageName(began);
    }

    private Clock clock() {
        return context.operation().clock();
    }

    /**
     * Runs Packer and waits for it.
     *
     * @return the images, or why there are none
     * @throws ProblemException when Packer can't be run, and was not
     * @throws IOException when the agent can't be reached
     * @throws InterruptedException when the build is being stopped, or Jenkins; Packer is ended then
     */
    StageResult run() throws IOException, InterruptedException {
        FilePath workspace = context.workspace().find().orElseThrow(() -> wrong("step.packer-no-node"));
        Launcher launcher = workspace.createLauncher(context.listener());
        refuseSecond(launcher);
        for (String file : List.of(request.template(), request.varFile())) {
            if (!file.isEmpty() && !workspace.child(file).exists()) {
                throw wrong("step.packer-file-missing", file);
            }
        }
        refuseForbidden();
        PackerCommand command = PackerCommand.of(request, PROGRAM, List.of(), source(), began);
        Map<String, String> keys = keys();
        Set<String> secrets = new HashSet<>(command.secretValues());
        secrets.addAll(new SecretValues(context).all());
        secrets.add(keys.get("AWS_SECRET_ACCESS_KEY"));
        secrets.add(keys.getOrDefault("AWS_SESSION_TOKEN", ""));
        Optional<PackerImages.Manifest> before = manifest(workspace);
        context.listener().getLogger().println("  $ " + command.shown(secrets));
        PackerRuns.Mark mark = PackerRuns.get().begin(context.run(), step);
        try {
            EnvVars environment = new EnvVars(context.environment());
            // Not overrideAll: what is empty has to be taken away on the agent, too.
            environment.putAll(keys);
            environment.put(MARK, mark.name());
            Launcher.ProcStarter starter = launcher.launch()
                    .cmds(line(command, launcher))
                    .envs(environment)
                    .pwd(workspace)
                    .quiet(true);
            Ended ended = DeliveryPool.blocking(() -> await(starter, secrets));
            return result(ended, images.found(before, manifest(workspace)));
        } finally {
            if (!DeliveryPool.goesDown()) {
                // Otherwise it stays, for the step that begins again in the next process.
                mark.remove();
            }
        }
    }

    /** Java looks for programs on the agent's own PATH; env looks on that of the build, where tools are. */
    private static List<String> line(PackerCommand command, Launcher launcher) {
        List<String> line = new ArrayList<>(launcher.isUnix() ? List.of("env") : List.of());
        line.addAll(command.line());
        return line;
    }

    /** How Packer ended. */
    private record Ended(int code, boolean late) {}

    /** Packer does not survive a restart, and what it was about to make can't be known. */
    private void refuseSecond(Launcher launcher) throws IOException, InterruptedException {
        Optional<PackerRuns.Mark> before = PackerRuns.get().before(context.run(), step);
        if (before.isPresent()) {
            launcher.kill(Map.of(MARK, before.get().name()));
            before.get().remove();
            throw wrong("step.packer-restarted");
        }
    }

    private void refuseForbidden() {
        List<Problem> forbidden = request.bake().regions().stream()
                .flatMap(region -> aws.forbids(AwsRef.of(AwsRef.Kind.IMAGE, region, name)).stream())
                .toList();
        if (!forbidden.isEmpty()) {
            throw new ProblemException(Category.ACCESS, forbidden);
        }
    }

    /** The base image; for an operating system that is not known the template chooses. */
    private String source() {
        BakeRequest bake = request.bake();
        String named = bake.recipe().baseAmi();
        String baseOs = bake.recipe().baseOs();
        if (!named.isEmpty()
                || BaseImages.of(baseOs)
                        .flatMap(known -> known.owner(bake.home()))
                        .isEmpty()
                || request.attributes().containsKey("aws_source_ami")) {
            return named;
        }
        return NewestImage.of(aws.region(bake.home()).ec2(), bake.home(), baseOs)
                .imageId();
    }

    /** For the process alone; the account's own credential, or that of the role which it assumes. */
    private Map<String, String> keys() {
        String region = request.bake().home();
        StsServiceClientConfiguration client = aws.region(region).sts().serviceClientConfiguration();
        AwsCredentialsIdentity identity =
                client.credentialsProvider().resolveIdentity().join();
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("AWS_ACCESS_KEY_ID", identity.accessKeyId());
        keys.put("AWS_SECRET_ACCESS_KEY", identity.secretAccessKey());
        // An empty one takes away that of the build, which belongs to other keys.
        keys.put("AWS_SESSION_TOKEN", identity instanceof AwsSessionCredentialsIdentity s ? s.sessionToken() : "");
        keys.put("AWS_PROFILE", "");
        keys.put("AWS_REGION", region);
        keys.put("AWS_DEFAULT_REGION", region);
        client.endpointOverride().ifPresent(endpoint -> keys.put("AWS_ENDPOINT_URL", endpoint.toString()));
        return keys;
    }

    private Ended await(Launcher.ProcStarter starter, Set<String> secrets) throws IOException, InterruptedException {
        try (PackerLog log = new PackerLog(context.listener().getLogger(), secrets, images)) {
            Proc packer = start(starter.stdout(log));
            AtomicBoolean late = new AtomicBoolean();
            ScheduledFuture<?> end =
                    Timer.get().schedule(() -> kill(packer, late), patience.toMillis(), TimeUnit.MILLISECONDS);
            try {
                // Interrupted, it ends the process.
                return new Ended(packer.join(), late.get());
            } finally {
                end.cancel(false);
            }
        }
    }

    private static void kill(Proc packer, AtomicBoolean late) {
        late.set(true);
        try {
            packer.kill();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot end Packer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Proc start(Launcher.ProcStarter starter) throws InterruptedException {
        try {
            return starter.start();
        } catch (IOException e) {
            throw wrong("step.packer-unstartable", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<PackerImages.Manifest> manifest(FilePath workspace)
            throws IOException, InterruptedException {
        FilePath file = workspace.child(PackerImages.MANIFEST);
        if (!file.exists() || file.length() > MOST_MANIFEST_BYTES) {
            return Optional.empty();
        }
        try (InputStream in = file.read()) {
            return PackerImages.manifest(in.readAllBytes());
        }
    }

    private StageResult result(Ended ended, Map<String, String> made) {
        List<Problem> errors = new ArrayList<>();
        StageStatus status = StageStatus.SUCCEEDED;
        if (ended.late()) {
            status = StageStatus.TIMED_OUT;
            errors.add(Problem.of("step.packer-late", "", patience.toSeconds()));
        } else if (ended.code() == NOT_FOUND) {
            status = StageStatus.FAILED;
            errors.add(Problem.of("step.packer-unstartable", "", "exit code " + NOT_FOUND));
        } else if (ended.code() != 0) {
            status = StageStatus.FAILED;
            errors.add(Problem.of("step.packer-failed", "", ended.code()));
        } else if (!request.missing(made.keySet()).isEmpty()) {
            status = StageStatus.FAILED;
            errors.add(Problem.of("step.packer-no-image", "", String.join(", ", request.missing(made.keySet()))));
        }
        List<Object> objects = new ArrayList<>();
        made.forEach((region, id) -> {
            var ref = AwsRef.of(AwsRef.Kind.IMAGE, region, name);
            context.operation().emit(new Event.ObjectChanged(ref, Action.CREATED));
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("apiVersion", ref.apiVersion());
            object.put("kind", ref.kind());
            object.put("namespace", region);
            object.put("name", name);
            object.put("action", Action.CREATED.word());
            object.put("status", "stable");
            object.put("message", id);
            objects.add(object);
        });
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", status.word());
        value.putAll(PackerOutputs.of(request, name, made));
        value.put("objects", objects);
        value.put("durationMillis", clock().millis() - began);
        return new StageResult(status, value, errors);
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}
