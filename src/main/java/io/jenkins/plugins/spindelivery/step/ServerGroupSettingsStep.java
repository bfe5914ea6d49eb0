package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** What a server group is to be like, as a step says it. */
public abstract class ServerGroupSettingsStep extends AwsRegionStep {
    private static final long serialVersionUID = 1L;

    private String application;
    private String stack;
    private String detail;
    private Object image;
    private String instanceType;
    private String desired;
    private String min;
    private String max;
    private boolean sourceCapacity;
    private String copyFrom;
    private Object targetGroups;
    private Object securityGroups;
    private Object subnets;
    private Object zones;
    private String keyPair;
    private String instanceProfile;
    private String userData;
    private Object blockDevices;
    private boolean ebsOptimized;
    private boolean imdsV1;
    private String healthCheckType;
    private String healthCheckGrace;
    private Object terminationPolicies;
    private Object suspendedProcesses;
    private Object tags;

    /**
     * A server group with all defaults.
     *
     * @param account the account's name
     */
    protected ServerGroupSettingsStep(String account) {
        super(account);
    }

    /** The server group, or the cluster, whose settings stand for those that are not given; {@code null} for none. */
    @CheckForNull
    public Object getCopyFrom() {
        return copyFrom;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setCopyFrom(Object copyFrom) {
        this.copyFrom = Values.text(copyFrom, "");
    }

    /** The application, the first part of the name; required unless it is copied. */
    @CheckForNull
    public Object getApplication() {
        return application;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setApplication(Object application) {
        this.application = Values.text(application, "");
    }

    /** The stack, the second part of the name. */
    @CheckForNull
    public Object getStack() {
        return stack;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setStack(Object stack) {
        this.stack = Values.text(stack, "");
    }

    /** The detail, the third part of the name. */
    @CheckForNull
    public Object getDetail() {
        return detail;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setDetail(Object detail) {
        this.detail = Values.text(detail, "");
    }

    /** The image: an id, ids by region, or what a bake returned as {@code images}. */
    @CheckForNull
    public Object getImage() {
        return image;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setImage(Object image) {
        this.image = Values.plain(image);
    }

    /** The instance type; required. */
    @CheckForNull
    public Object getInstanceType() {
        return instanceType;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setInstanceType(Object instanceType) {
        this.instanceType = Values.text(instanceType, "");
    }

    /** How many instances there are to be. */
    @CheckForNull
    public Object getDesired() {
        return desired;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setDesired(Object desired) {
        this.desired = Values.text(desired, "");
    }

    /** The least size; without it as {@code desired}. */
    @CheckForNull
    public Object getMin() {
        return min;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setMin(Object min) {
        this.min = Values.text(min, "");
    }

    /** The largest size; without it as {@code desired}. */
    @CheckForNull
    public Object getMax() {
        return max;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setMax(Object max) {
        this.max = Values.text(max, "");
    }

    /** Whether the newest server group of the cluster says how many. */
    public boolean isSourceCapacity() {
        return sourceCapacity;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setSourceCapacity(boolean sourceCapacity) {
        this.sourceCapacity = sourceCapacity;
    }

    /** Names or ARNs of target groups. */
    @CheckForNull
    public Object getTargetGroups() {
        return targetGroups;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setTargetGroups(Object targetGroups) {
        this.targetGroups = Values.plain(targetGroups);
    }

    /** Names or ids of security groups. */
    @CheckForNull
    public Object getSecurityGroups() {
        return securityGroups;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setSecurityGroups(Object securityGroups) {
        this.securityGroups = Values.plain(securityGroups);
    }

    /** Ids of subnets, or their tags Name. */
    @CheckForNull
    public Object getSubnets() {
        return subnets;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setSubnets(Object subnets) {
        this.subnets = Values.plain(subnets);
    }

    /** Only subnets of these availability zones. */
    @CheckForNull
    public Object getZones() {
        return zones;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setZones(Object zones) {
        this.zones = Values.plain(zones);
    }

    /** The name of a key pair. */
    @CheckForNull
    public Object getKeyPair() {
        return keyPair;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setKeyPair(Object keyPair) {
        this.keyPair = Values.text(keyPair, "");
    }

    /** The name or ARN of an instance profile. */
    @CheckForNull
    public Object getInstanceProfile() {
        return instanceProfile;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setInstanceProfile(Object instanceProfile) {
        this.instanceProfile = Values.text(instanceProfile, "");
    }

    /** What the instances run when they start. */
    @CheckForNull
    public String getUserData() {
        return userData;
    }

    /** Sets it; it may begin and end with blanks. */
    @DataBoundSetter
    public void setUserData(String userData) {
        this.userData = Util.fixEmpty(userData);
    }

    /** Volumes that differ from the image's. */
    @CheckForNull
    public Object getBlockDevices() {
        return blockDevices;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setBlockDevices(Object blockDevices) {
        this.blockDevices = Values.plain(blockDevices);
    }

    /** Whether the instances have bandwidth of their own for volumes. */
    public boolean isEbsOptimized() {
        return ebsOptimized;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setEbsOptimized(boolean ebsOptimized) {
        this.ebsOptimized = ebsOptimized;
    }

    /** Whether the instances' metadata can be read without a token. */
    public boolean isImdsV1() {
        return imdsV1;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setImdsV1(boolean imdsV1) {
        this.imdsV1 = imdsV1;
    }

    /** {@code EC2} or {@code ELB}; {@code null} for EC2. */
    @CheckForNull
    public Object getHealthCheckType() {
        return healthCheckType;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setHealthCheckType(Object healthCheckType) {
        this.healthCheckType = Values.text(healthCheckType, "");
    }

    /** How long a new instance may be unhealthy; {@code null} for 10 minutes. */
    @CheckForNull
    public Object getHealthCheckGrace() {
        return healthCheckGrace;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setHealthCheckGrace(Object healthCheckGrace) {
        this.healthCheckGrace = Values.text(healthCheckGrace, "");
    }

    /** Which instances go first. */
    @CheckForNull
    public Object getTerminationPolicies() {
        return terminationPolicies;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setTerminationPolicies(Object terminationPolicies) {
        this.terminationPolicies = Values.plain(terminationPolicies);
    }

    /** Scaling processes that are suspended from the beginning. */
    @CheckForNull
    public Object getSuspendedProcesses() {
        return suspendedProcesses;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setSuspendedProcesses(Object suspendedProcesses) {
        this.suspendedProcesses = Values.plain(suspendedProcesses);
    }

    /** Tags of the server group and its instances. */
    @CheckForNull
    public Object getTags() {
        return tags;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setTags(Object tags) {
        this.tags = Values.plain(tags);
    }
}
