package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.bake.Bake;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequests;
import io.jenkins.plugins.spindelivery.engine.aws.packer.PackerRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code spinBake}: makes an image of a base image, packages and a script, or finds one that was made of them before. */
public final class SpinBakeStep extends PackageStep {
    private static final long serialVersionUID = 1L;
    private static final String LINES = "[\\r\\n]+";

    private String baseAmi;
    private String baseOs;
    private Object repositories;
    private boolean upgrade;
    private String provision;
    private String how;
    private String instanceType;
    private String subnet;
    private String instanceProfile;
    private Object rootVolumeGib;
    private String kmsKey;
    private String amiName;
    private String amiSuffix;
    private Object tags;
    private Object shareWith;
    private String expires;
    private boolean rebake;

    /**
     * A bake of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinBakeStep(String account) {
        super(account);
    }

    /** The id of the base image; {@code null} when nobody says. */
    @CheckForNull
    public String getBaseAmi() {
        return baseAmi;
    }

    /** Sets the id of the base image. */
    @DataBoundSetter
    public void setBaseAmi(String baseAmi) {
        this.baseAmi = Util.fixEmptyAndTrim(baseAmi);
    }

    /** The operating system; {@code null} when nobody says. */
    @CheckForNull
    public String getBaseOs() {
        return baseOs;
    }

    /** Sets the operating system. */
    @DataBoundSetter
    public void setBaseOs(String baseOs) {
        this.baseOs = Util.fixEmptyAndTrim(baseOs);
    }

    /** Where packages come from: a list, or a text with a line for each; {@code null} for nothing. */
    @CheckForNull
    public Object getRepositories() {
        return repositories;
    }

    /** Sets where packages come from. */
    @DataBoundSetter
    public void setRepositories(Object repositories) {
        this.repositories = Values.plain(repositories);
    }

    /** Whether the base image is brought up to date. */
    public boolean isUpgrade() {
        return upgrade;
    }

    /** Sets whether the base image is brought up to date. */
    @DataBoundSetter
    public void setUpgrade(boolean upgrade) {
        this.upgrade = upgrade;
    }

    /** A script; {@code null} when nobody says. */
    @CheckForNull
    public String getProvision() {
        return provision;
    }

    /** Sets a script. */
    @DataBoundSetter
    public void setProvision(String provision) {
        this.provision = Util.fixEmpty(provision);
    }

    /** UserData or systemsManager; {@code null} when nobody says. */
    @CheckForNull
    public String getHow() {
        return how;
    }

    /** Sets userData or systemsManager. */
    @DataBoundSetter
    public void setHow(String how) {
        this.how = Util.fixEmptyAndTrim(how);
    }

    /** The builder's type; {@code null} when nobody says. */
    @CheckForNull
    public String getInstanceType() {
        return instanceType;
    }

    /** Sets the builder's type. */
    @DataBoundSetter
    public void setInstanceType(String instanceType) {
        this.instanceType = Util.fixEmptyAndTrim(instanceType);
    }

    /** Where the builder runs; {@code null} when nobody says. */
    @CheckForNull
    public String getSubnet() {
        return subnet;
    }

    /** Sets where the builder runs. */
    @DataBoundSetter
    public void setSubnet(String subnet) {
        this.subnet = Util.fixEmptyAndTrim(subnet);
    }

    /** The builder's instance profile; {@code null} when nobody says. */
    @CheckForNull
    public String getInstanceProfile() {
        return instanceProfile;
    }

    /** Sets the builder's instance profile. */
    @DataBoundSetter
    public void setInstanceProfile(String instanceProfile) {
        this.instanceProfile = Util.fixEmptyAndTrim(instanceProfile);
    }

    /** The size of the root volume in GiB; {@code null} when nobody says. */
    @CheckForNull
    public Object getRootVolumeGib() {
        return rootVolumeGib;
    }

    /** Sets the size of the root volume in GiB. */
    @DataBoundSetter
    public void setRootVolumeGib(Object rootVolumeGib) {
        this.rootVolumeGib = Values.text(rootVolumeGib, "");
    }

    /** What the image is encrypted with; {@code null} when nobody says. */
    @CheckForNull
    public String getKmsKey() {
        return kmsKey;
    }

    /** Sets what the image is encrypted with. */
    @DataBoundSetter
    public void setKmsKey(String kmsKey) {
        this.kmsKey = Util.fixEmptyAndTrim(kmsKey);
    }

    /** The beginning of the image's name; {@code null} when nobody says. */
    @CheckForNull
    public String getAmiName() {
        return amiName;
    }

    /** Sets the beginning of the image's name. */
    @DataBoundSetter
    public void setAmiName(String amiName) {
        this.amiName = Util.fixEmptyAndTrim(amiName);
    }

    /** What stands in the name in place of the time; {@code null} when nobody says. */
    @CheckForNull
    public String getAmiSuffix() {
        return amiSuffix;
    }

    /** Sets what stands in the name in place of the time. */
    @DataBoundSetter
    public void setAmiSuffix(String amiSuffix) {
        this.amiSuffix = Util.fixEmptyAndTrim(amiSuffix);
    }

    /** Further tags: a map, or a text with a line for each; {@code null} for nothing. */
    @CheckForNull
    public Object getTags() {
        return tags;
    }

    /** Sets further tags. */
    @DataBoundSetter
    public void setTags(Object tags) {
        this.tags = Values.plain(tags);
    }

    /** Who may use the image: a list, or a text with a line for each; {@code null} for nothing. */
    @CheckForNull
    public Object getShareWith() {
        return shareWith;
    }

    /** Sets who may use the image. */
    @DataBoundSetter
    public void setShareWith(Object shareWith) {
        this.shareWith = Values.plain(shareWith);
    }

    /** How long it is needed; {@code null} when nobody says. */
    @CheckForNull
    public String getExpires() {
        return expires;
    }

    /** Sets how long it is needed. */
    @DataBoundSetter
    public void setExpires(String expires) {
        this.expires = Util.fixEmptyAndTrim(expires);
    }

    /** Whether a new image is made in any case. */
    public boolean isRebake() {
        return rebake;
    }

    /** Sets whether a new image is made in any case. */
    @DataBoundSetter
    public void setRebake(boolean rebake) {
        this.rebake = rebake;
    }

    @Override
    public String type() {
        return "bake";
    }

    @Override
    public String subject() {
        return amiName == null ? String.join(" ", Values.texts(getPackages(), "\\s+")) : amiName;
    }

    @Override
    Permission permission() {
        return DeliveryPermissions.DEPLOY;
    }

    @Override
    Task task(StepInput input, AwsAccount aws, Duration patience) throws IOException, InterruptedException {
        List<String> regions = regions(input, aws);
        Clock clock = input.context().operation().clock();
        ObjectNode json = json(input, clock);
        input.check();
        String build = input.context().run().getExternalizableId();
        if (getPacker() != null) {
            PackerRequest.Read read = PackerRequest.read(json, "", account(), regions, build, patience.toSeconds());
            read.warnings().forEach(input::warn);
            return new Task.Done(new PackerRun(this, input.context(), aws, read.request(), patience).run());
        }
        BakeRequests.Read read = BakeRequests.read(json, "", account(), regions, build, patience.toSeconds());
        read.warnings().forEach(input::warn);
        return new Task.Work<>(new Bake(), Bake.start(PackageInput.complete(this, input, read.request()), clock));
    }

    private ObjectNode json(StepInput input, Clock clock) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, input, "baseAmi", baseAmi);
        put(json, input, "baseOs", baseOs);
        put(json, input, "how", how);
        put(json, input, "instanceType", instanceType);
        put(json, input, "subnet", subnet);
        put(json, input, "instanceProfile", instanceProfile);
        put(json, input, "rootVolumeGib", (String) rootVolumeGib);
        put(json, input, "kmsKey", kmsKey);
        put(json, input, "amiName", amiName);
        put(json, input, "amiSuffix", amiSuffix);
        PackageInput.put(this, input, json);
        put(json, input, "repositories", "repositories", repositories, LINES);
        put(json, input, "shareWith", "shareWith", shareWith, "[,\\s]+");
        json.put("upgrade", upgrade).put("rebake", rebake);
        // A script is the shell's own: what looks like an expression in it is one of the shell.
        json.put("provision", provision == null ? "" : provision);
        Map<String, String> named = TagValues.read("tags", tags, input);
        named.forEach(json.putObject("tags")::put);
        if (expires != null) {
            Duration life = input.duration("expires", expires, Duration.ZERO);
            json.put("expires", clock.instant().plus(life).toString());
        }
        PackerInput.put(this, input, json);
        tellBuild(json, input);
        return json;
    }

    private static void put(ObjectNode json, StepInput input, String field, String value) {
        json.put(field, input.text(field, value));
    }

    private static void put(
            ObjectNode json, StepInput input, String name, String field, Object plain, String separator) {
        input.parts(field, plain, separator).forEach(json.withArray("/" + name)::add);
    }

    private static void tellBuild(ObjectNode json, StepInput input) {
        Run<?, ?> run = input.context().run();
        json.put("job", run.getParent().getFullName());
        json.put("buildNumber", run.getNumber());
        json.put("commitHash", input.context().environment().get("GIT_COMMIT", ""));
        String root = Jenkins.get().getRootUrl();
        if (root != null) {
            json.put("buildHost", root).put("buildInfoUrl", root + run.getUrl());
        }
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends AwsRegionsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinBake";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.bake-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"amiName", "packages"};
        }

        @Override
        public String getUsualTimeout() {
            return "1h";
        }

        /** A list as the form shows it. */
        public String lines(Object plain) {
            return plain instanceof Map<?, ?> map
                    ? String.join(
                            "\n",
                            map.entrySet().stream()
                                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                                    .toList())
                    : String.join("\n", Values.texts(plain, LINES));
        }

        /** Words as the form shows them. */
        public String words(Object plain) {
            return String.join(" ", Values.texts(plain, "\\s+"));
        }
    }
}
