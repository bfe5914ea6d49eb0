package io.jenkins.plugins.spindelivery.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.spindelivery.delivery.DeliveryPool;
import io.jenkins.plugins.spindelivery.delivery.SecretTexts;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.util.Timer;

/** Runs Helm or Kustomize on the agent, with what it needs in a folder of its own beside the workspace. */
final class ManifestRun {
    /** How much may be rendered, in bytes. */
    static final int MOST = 16 << 20;

    private static final Logger LOGGER = Logger.getLogger(ManifestRun.class.getName());
    private static final String MARK = "SPIN_DELIVERY_MANIFEST";
    /** What env says of a program that is not there. */
    private static final int NOT_FOUND = 127;

    private static final int MOST_OF_ERRORS = 4_000;
    /** Spinnaker leaves a chart's tests out. */
    private static final Pattern TEST = Pattern.compile("(?m)^# Source: .*/templates/tests/");

    private final StageContext context;
    private final BakeManifestInput input;
    private final ArtifactFetcher urls;
    private final String program;

    ManifestRun(StageContext context, BakeManifestInput input, ArtifactFetcher urls) {
        this.context = context;
        this.input = input;
        this.urls = urls;
        this.program = input.helm() ? "helm" : "kustomize";
    }

    /**
     * Renders.
     *
     * @return the text, and the same as an artifact
     * @throws ProblemException when an input is not there, the program is not, or says that something is wrong
     * @throws IOException when the agent can't be reached
     * @throws InterruptedException when the build is being stopped, or Jenkins; the program is ended then
     */
    StageResult run() throws IOException, InterruptedException {
        FilePath workspace = context.workspace().find().orElseThrow(() -> wrong("step.bake-manifest-no-node"));
        FilePath beside = WorkspaceList.tempDir(workspace);
        if (beside == null) {
            throw wrong("step.bake-manifest-no-node");
        }
        FilePath folder = beside.child("spin-delivery-" + UUID.randomUUID());
        Launcher launcher = workspace.createLauncher(context.listener());
        try {
            folder.mkdirs();
            List<String> files = new ArrayList<>();
            for (int i = 0; i < input.inputs().size(); i++) {
                files.add(place(i, workspace, folder, launcher));
            }
            String text =
                    new String(execute(command(files, folder), workspace, launcher, program), StandardCharsets.UTF_8);
            return result(input.helm() ? withoutTests(text) : text);
        } finally {
            folder.deleteRecursive();
        }
    }

    /** Where an input is on the agent; a chart that Helm fetches itself has no place. */
    private String place(int index, FilePath workspace, FilePath folder, Launcher launcher)
            throws IOException, InterruptedException {
        BakeInput one = input.inputs().get(index);
        FilePath file;
        boolean unpacks = false;
        if (!one.chart().isEmpty()) {
            return "";
        } else if (!one.file().isEmpty()) {
            file = workspace.child(one.file());
            if (!file.exists()) {
                throw wrong("step.file-missing", one.file());
            }
        } else {
            byte[] content = one.content().isEmpty()
                    ? new StepArtifacts(context, one.account(), urls)
                            .fetch(one.artifact())
                            .content()
                    : one.decoded();
            FilePath own = folder.child("input-" + index);
            own.mkdirs();
            file = own.child(one.fileName());
            file.copyFrom(new ByteArrayInputStream(content));
            unpacks = index == 0
                    && one.isPacked()
                    && (!input.helm() || !input.path().isEmpty());
        }
        if (unpacks) {
            FilePath unpacked = folder.child("unpacked");
            unpacked.mkdirs();
            execute(List.of("tar", "-xzf", file.getRemote(), "-C", unpacked.getRemote()), workspace, launcher, "tar");
            file = unpacked;
        } else if (index == 0 && !input.helm() && !file.isDirectory()) {
            file = file.getParent();
        }
        return (index == 0 && !input.path().isEmpty() ? file.child(input.path()) : file).getRemote();
    }

    private List<String> command(List<String> files, FilePath folder) throws IOException, InterruptedException {
        if (!input.helm()) {
            return List.of(program, "build", files.get(0));
        }
        List<String> line = new ArrayList<>(List.of(program, "template", input.name()));
        BakeInput first = input.inputs().get(0);
        if (first.chart().isEmpty()) {
            line.add(files.get(0));
        } else if (first.repository().contains("://")) {
            line.addAll(List.of(first.chart(), "--repo=" + first.repository()));
        } else {
            line.add(first.repository().isEmpty() ? first.chart() : first.repository() + "/" + first.chart());
        }
        if (!first.version().isEmpty()) {
            line.add("--version=" + first.version());
        }
        line.addAll(input.flags());
        files.subList(1, files.size()).forEach(values -> line.add("--values=" + values));
        if (!input.overrides().values().isEmpty()) {
            FilePath overrides = folder.child("overrides.yaml");
            // JSON is YAML.
            overrides.write(input.overrides().values().toString(), StandardCharsets.UTF_8.name());
            line.add("--values=" + overrides.getRemote());
        }
        line.addAll(input.overrides().flags());
        return line;
    }

    private byte[] execute(List<String> line, FilePath workspace, Launcher launcher, String name)
            throws IOException, InterruptedException {
        // Java looks for programs on the agent's own PATH; env looks on that of the build, where tools are.
        List<String> all = new ArrayList<>(launcher.isUnix() ? List.of("env") : List.of());
        all.addAll(line);
        EnvVars environment = new EnvVars(context.environment());
        String mark = UUID.randomUUID().toString();
        environment.put(MARK, mark);
        Bounded out = new Bounded(MOST);
        Bounded errors = new Bounded(MOST);
        Launcher.ProcStarter starter = launcher.launch()
                .cmds(all)
                .envs(environment)
                .pwd(workspace)
                .stdout(out)
                .stderr(errors)
                .quiet(true);
        boolean ended = false;
        try {
            int code = DeliveryPool.blocking(() -> await(starter, name));
            ended = true;
            if (code == NOT_FOUND) {
                throw missing(name);
            } else if (code != 0) {
                throw wrong("step.bake-manifest-failed", name, code, tail(errors));
            } else if (out.overflown()) {
                throw wrong("step.bake-manifest-large", name, MOST);
            }
            return out.toByteArray();
        } finally {
            if (!ended) {
                launcher.kill(Map.of(MARK, mark));
            }
        }
    }

    private int await(Launcher.ProcStarter starter, String name) throws IOException, InterruptedException {
        Proc process;
        try {
            process = starter.start();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "Cannot start " + name);
            throw missing(name);
        }
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> end =
                Timer.get().schedule(() -> kill(process, late), input.patience().toMillis(), TimeUnit.MILLISECONDS);
        try {
            // Interrupted, it ends the process.
            int code = process.join();
            if (late.get()) {
                throw wrong("step.bake-manifest-late", name, input.patience().toSeconds());
            }
            return code;
        } finally {
            end.cancel(false);
        }
    }

    private static void kill(Proc process, AtomicBoolean late) {
        late.set(true);
        try {
            process.kill();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot end a program", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProblemException missing(String name) {
        return wrong("step.bake-manifest-program", name, name.equals("helm") ? "Helm 3" : name);
    }

    private SecretTexts secrets() {
        return SecretTexts.of(context.run(), context.environment(), context.sensitiveVariables());
    }

    private String tail(Bounded errors) {
        String text = secrets().mask(errors.toString(StandardCharsets.UTF_8).strip());
        return text.length() > MOST_OF_ERRORS ? "…" + text.substring(text.length() - MOST_OF_ERRORS) : text;
    }

    private static String withoutTests(String text) {
        return Arrays.stream(text.split("(?m)^---\\s*$"))
                .filter(document ->
                        !document.isBlank() && !TEST.matcher(document).find())
                .map(document -> "---" + (document.startsWith("\n") ? "" : "\n") + document)
                .collect(Collectors.joining());
    }

    private StageResult result(String text) {
        if (secrets().isIn(text)) {
            throw wrong("step.bake-manifest-secret");
        }
        Map<String, Object> artifact = new LinkedHashMap<>();
        artifact.put("type", "embedded/base64");
        artifact.put("name", input.name());
        artifact.put("reference", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", "succeeded");
        value.put("manifest", text);
        value.put("artifacts", List.of(artifact));
        return StageResult.succeeded(value);
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    /** Keeps what fits, and remembers that there was more. */
    private static final class Bounded extends ByteArrayOutputStream {
        private final int most;
        private boolean overflown;

        Bounded(int most) {
            this.most = most;
        }

        synchronized boolean overflown() {
            return overflown;
        }

        @Override
        public synchronized void write(int b) {
            if (size() < most) {
                super.write(b);
            } else {
                overflown = true;
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            int fits = Math.min(length, most - size());
            overflown |= fits < length;
            super.write(bytes, offset, fits);
        }
    }
}
