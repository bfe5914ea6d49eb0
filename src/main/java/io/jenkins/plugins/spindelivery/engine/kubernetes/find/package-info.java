/** Finding live objects as plain data names them: by name, by label, or as the newest, largest, … of a cluster. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.find;
