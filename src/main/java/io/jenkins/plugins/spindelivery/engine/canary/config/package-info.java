/** Which metrics of a canary are compared, and how: Kayenta's canary configuration as it is. */
package io.jenkins.plugins.spindelivery.engine.canary.config;
